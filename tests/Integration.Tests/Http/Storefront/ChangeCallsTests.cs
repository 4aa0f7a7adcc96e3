using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Storefront;

public sealed class ChangeCallsTests(Face face) : IClassFixture<Face>
{
    private const string Street =
        """{ "shipTo": { "recipient": "李雷", "phone": "+8613800138000", "country": "CN", "region": "广东省", "city": "深圳市", "line1": "南山大道 9 号", "postalCode": "518000" } }""";

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData(
        """{ "lines": [{ "sku": "HW-PRO", "quantity": -1 }, { "quantity": "two" }], "shippingClass": "rocket", "gift": true }""",
        "lines[0].quantity",
        "lines[1].sku",
        "lines[1].quantity",
        "shippingClass",
        "gift"
    )]
    [InlineData("""{ "lines": [{ "sku": "HW-PRO", "quantity": 1 }, { "sku": "HW-PRO", "quantity": 2 }] }""", "lines[1].sku")]
    public async Task Everything_that_is_wrong_with_the_form_is_told_at_once(string json, params string[] paths)
    {
        var answer = await AskAsync(await PlaceAsync(), json);

        Assert.Equal(400, answer.Status);
        Assert.Equal(paths.Order(), answer.Errors.Order());
    }

    [Theory]
    [InlineData("""{ "lines": [{ "sku": "NONE", "quantity": 1 }] }""", "lines[0].sku")]
    [InlineData("""{ "lines": [{ "sku": "HW-PRO", "quantity": 0 }] }""", "lines")]
    [InlineData("""{ "lines": [{ "sku": "HW-PRO", "quantity": 900 }] }""", "lines[0].quantity")]
    [InlineData("""{ "lines": [{ "sku": "HW-PRO", "quantity": 1 }] }""", "")]
    public async Task What_cannot_be_had_is_unprocessable(string json, string path)
    {
        var answer = await AskAsync(await PlaceAsync(), json);

        Assert.Equal(422, answer.Status);
        Assert.Contains(path, answer.Errors);
    }

    [Fact]
    public async Task Address_that_no_letter_could_bear_is_unprocessable_and_not_kept()
    {
        var orderId = await PlaceAsync();

        var answer = await MoveAsync(orderId, Street.Replace("518000", "12", StringComparison.Ordinal));

        Assert.Equal(422, answer.Status);
        Assert.Contains("shipTo.postalCode", answer.Errors);
        Assert.Equal(400, (await MoveAsync(orderId, Street.Replace("\"city\": \"深圳市\",", "", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Address_that_no_font_can_print_is_unprocessable_by_its_field()
    {
        var answer = await MoveAsync(await PlaceAsync(), Street.Replace("深圳市", "深圳市🐉", StringComparison.Ordinal));

        Assert.Equal((422, "shipTo.city"), (answer.Status, Assert.Single(answer.Errors)));
    }

    [Theory]
    [InlineData(OrderStatus.Preparing, "preparation_started")]
    [InlineData(OrderStatus.InTransit, "handed_over")]
    [InlineData(OrderStatus.Closed, "finished")]
    public async Task Change_that_comes_too_late_is_a_conflict_with_the_reason(OrderStatus status, string reason)
    {
        var orderId = await PlaceAsync();
        var state = (await face.Orders.FindAsync(orderId))!.State;
        await face.Orders.RecordAsync(new Progress(orderId, state with { Sequence = 1, Status = status }));

        var asked = await AskAsync(orderId, """{ "shippingClass": "economy" }""");
        var moved = await MoveAsync(orderId, Street);

        Assert.Equal([(409, reason), (409, reason)], [(asked.Status, asked.Text("reason")), (moved.Status, moved.Text("reason"))]);
        Assert.NotEmpty(asked.Text("detail"));
    }

    [Fact]
    public async Task Cancel_of_units_that_the_order_has_not_is_unprocessable()
    {
        var request = face.Request("post", """{ "lines": [{ "sku": "HW-PRO", "quantity": 2 }, { "sku": "NONE", "quantity": 1 }] }""");
        var answer = await face.AnswerAsync(
            await face.Get<CancelOrder>().RunAsync(request, await PlaceAsync(), face.Hub.Client, default),
            request,
            "/api/orders/{orderId}/cancel"
        );

        Assert.Equal(422, answer.Status);
        Assert.Equal(["lines[0].quantity", "lines[1].sku"], answer.Errors);
    }

    [Fact]
    public async Task Cancel_of_nobodys_lines_is_not_found_whatever_is_wrong_with_it()
    {
        var request = face.Request(
            "post",
            """{ "lines": [{ "sku": "HW-PRO", "quantity": 1 }] }""",
            headers: ("Idempotency-Key", new string('k', 1000))
        );
        var answer = await face.AnswerAsync(
            await face.Get<CancelOrder>().RunAsync(request, "none", face.Hub.Client, default),
            request,
            "/api/orders/{orderId}/cancel"
        );

        Assert.Equal(404, answer.Status);
    }

    [Fact]
    public async Task Change_of_nobodys_order_and_nobodys_change_are_not_found()
    {
        Assert.Equal(404, (await AskAsync("none", """{ "shippingClass": "economy" }""")).Status);
        var request = face.Request("post");
        var orderId = await PlaceAsync();
        var confirmed = await face.Get<DecideChange>().ConfirmAsync(request, orderId, "none", face.Hub.Client, default);
        Assert.Equal(404, (await face.AnswerAsync(confirmed, request, "/api/orders/{orderId}/changes/{changeId}/confirm")).Status);
    }

    private async Task<string> PlaceAsync() =>
        (await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"))).Text("orderId");

    private async Task<Face.Answer> AskAsync(string orderId, string json)
    {
        var request = face.Request("post", json);
        return await face.AnswerAsync(
            await face.Get<RequestChange>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/orders/{orderId}/changes"
        );
    }

    private async Task<Face.Answer> MoveAsync(string orderId, string json)
    {
        HttpRequest request = face.Request("patch", json);
        return await face.AnswerAsync(
            await face.Get<ChangeAddress>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/orders/{orderId}"
        );
    }
}
