using System.Text.Json;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Operations;
using Orders.Functions.Storage.Customers;

namespace Integration.Tests.Http.Operations;

public sealed class CustomerOperationsTests(Face face) : IClassFixture<Face>
{
    private readonly string _customer = AzuriteFixture.NewId("c");

    [Fact]
    public async Task Erasing_says_first_what_is_open_and_does_it_when_told_again()
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(_customer).ToJsonString(), AzuriteFixture.NewId("k"));

        var warned = await EraseAsync("""{ "by": "mei", "reason": "request 17" }""");
        Assert.Equal((409, "open_orders"), (warned.Status, warned.Text("reason")));
        Assert.Equal(
            placed.Text("orderNumber"),
            Assert.Single(warned.Body.GetProperty("open").EnumerateArray()).GetProperty("orderNumber").GetString()
        );
        Assert.NotNull(await face.Get<ContactStore>().FindAsync(_customer, placed.Text("orderId")));

        var erased = await EraseAsync("""{ "by": "mei", "reason": "request 17", "confirm": true }""");
        var again = await EraseAsync("""{ "by": "somebody", "reason": "other" }""");

        Assert.Equal(200, erased.Status);
        Assert.Equal(erased.Body.GetRawText(), again.Body.GetRawText());
        Assert.Null(await face.Get<ContactStore>().FindAsync(_customer, placed.Text("orderId")));
        var file = await ShowAsync();
        Assert.Equal(0, file.Body.GetProperty("contacts").GetInt32());
        Assert.Equal(("mei", "request 17"), Record(file.Body.GetProperty("erasures")[0]));
        Assert.Equal(placed.Text("orderId"), file.Body.GetProperty("open")[0].GetProperty("orderId").GetString());
    }

    [Fact]
    public async Task Customer_without_open_orders_is_erased_at_the_first_word()
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(_customer).ToJsonString(), AzuriteFixture.NewId("k"));
        var record = await face.Orders.FindAsync(placed.Text("orderId"));
        await face.Orders.RecordAsync(
            new Progress(placed.Text("orderId"), record!.State with { Status = OrderStatus.Cancelled, Sequence = 1 })
        );

        Assert.Equal(200, (await EraseAsync("""{ "by": "mei", "reason": "request 17" }""")).Status);
    }

    [Fact]
    public async Task Look_at_a_contact_is_shown_in_the_customers_file()
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(_customer).ToJsonString(), AzuriteFixture.NewId("k"));

        var seen = await ContactAsync(placed.Text("orderNumber"), "?by=mei");
        Assert.Equal((200, "lilei@example.com"), (seen.Status, seen.Text("email")));
        Assert.Equal("深圳市", seen.Body.GetProperty("shipTo").GetProperty("city").GetString());
        Assert.Equal(["by"], (await ContactAsync(placed.Text("orderId"), "?by=%20")).Errors);
        Assert.Equal(404, (await ContactAsync("R-22222-22222", "?by=mei")).Status);

        var look = Assert.Single((await ShowAsync()).Body.GetProperty("looks").EnumerateArray());
        Assert.Equal(("mei", placed.Text("orderId")), (look.GetProperty("by").GetString(), look.GetProperty("orderId").GetString()));
        await EraseAsync("""{ "by": "mei", "reason": "request 17", "confirm": true }""");
        Assert.Equal(409, (await ContactAsync(placed.Text("orderId"), "?by=mei")).Status);
        Assert.Single((await ShowAsync()).Body.GetProperty("looks").EnumerateArray());
    }

    [Fact]
    public async Task Strangers_wrong_bodies_and_unknown_customers_are_refused()
    {
        Assert.Equal(404, (await ShowAsync()).Status);
        Assert.Equal(404, (await EraseAsync("""{ "by": "mei", "reason": "request 17" }""")).Status);
        Assert.Equal(
            ["by", "confirm", "reason", "why"],
            (await EraseAsync("""{ "confirm": "yes", "by": "", "why": "" }""")).Errors.Order(StringComparer.Ordinal)
        );
        Assert.Equal(401, (await EraseAsync("{}", key: "wrong")).Status);
    }

    private static (string? By, string? Reason) Record(JsonElement erasure) =>
        (erasure.GetProperty("by").GetString(), erasure.GetProperty("reason").GetString());

    private async Task<Face.Answer> EraseAsync(string json, string key = "ops")
    {
        var request = face.Request("post", json, headers: [("x-functions-key", key)]);
        return await face.BehindDoorAsync(
            "OpsCustomerErase",
            request,
            "/api/ops/customers/{customerId}/erase",
            () => face.Get<CustomerOperations>().EraseAsync(request, _customer, default)
        );
    }

    private async Task<Face.Answer> ContactAsync(string number, string query)
    {
        var request = face.Request("get", query: query);
        return await face.AnswerAsync(
            await face.Get<ShowContact>().RunAsync(request, number, default),
            request,
            "/api/ops/orders/{number}/contact"
        );
    }

    private async Task<Face.Answer> ShowAsync()
    {
        var request = face.Request("get", headers: [("x-functions-key", "ops")]);
        return await face.AnswerAsync(
            await face.Get<CustomerOperations>().ShowAsync(request, _customer, default),
            request,
            "/api/ops/customers/{customerId}"
        );
    }
}
