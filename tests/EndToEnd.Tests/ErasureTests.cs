using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>A customer wants to be forgotten, also in the middle of an order.</summary>
public sealed class ErasureTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Customer_erased_during_payment_is_refunded_and_gets_no_more_mail()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "payment_requested");

        var warned = (await _shop.Operations.EraseAsync(form.CustomerId)).Expect(HttpStatusCode.Conflict);
        Assert.Equal(
            (placed.Number, "awaiting_payment"),
            ((string?)warned.Json["open"]![0]!["orderNumber"], (string?)warned.Json["open"]![0]!["status"])
        );
        (await _shop.Operations.EraseAsync(form.CustomerId, confirm: true)).Expect(HttpStatusCode.OK);
        (await _shop.Company.PayAsync(placed.Id)).Expect(HttpStatusCode.OK);

        var ended = await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");
        Assert.Equal((placed.Total, placed.Total), (ended.Paid, ended.Refunded));
        Assert.Empty(await _shop.Books.DifferencesAsync(placed.Id));
        Assert.Equal(["release", "reserve"], (await _shop.Books.MovementsAsync(placed.Id, "HW-PRO")).Order(StringComparer.Ordinal));
        await Eventually.TrueAsync(
            async () => await _shop.Books.LapsedMailsAsync(placed.Id) == 2,
            () => "The mails 'paid' and 'cancelled' lapse.",
            TimeSpan.FromSeconds(20)
        );
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "payment_requested");
    }

    [Theory]
    [InlineData("gid://shopify/Customer/")]
    [InlineData("a?b#c&d=e;f+g|h:i@j*k~l")]
    [InlineData("...")]
    public async Task Customer_of_any_id_that_is_taken_is_found_and_forgotten(string id)
    {
        var form = new OrderForm { CustomerId = $"{id}{Guid.NewGuid():N}" };
        var json = form.ToJson();
        json["customer"]!["email"] = "odd@mail.example";
        var orderId = (string)
            (await _shop.Storefront.PostAsync(json.ToJsonString(), form.CustomerId)).Expect(HttpStatusCode.Accepted).Json["orderId"]!;
        var escaped = Uri.EscapeDataString(form.CustomerId);

        var shown = (await _shop.Operations.GetAsync($"customers/{escaped}")).Expect(HttpStatusCode.OK);
        var mine = (await _shop.Storefront.GetPathAsync($"api/orders?customerId={escaped}")).Expect(HttpStatusCode.OK);
        var order = (await _shop.Storefront.GetPathAsync($"api/orders/{orderId}?customerId={escaped}")).Expect(HttpStatusCode.OK);
        (await _shop.Operations.EraseAsync(escaped, confirm: true)).Expect(HttpStatusCode.OK);

        Assert.Equal(form.CustomerId, (string?)shown.Json["customerId"]);
        Assert.Single(mine.Json["orders"]!.AsArray());
        Assert.Equal(orderId, (string?)order.Json["orderId"]);
        Assert.Equal(0, (int?)(await _shop.Operations.GetAsync($"customers/{escaped}")).Json["contacts"]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a%2Fb")]
    [InlineData("a\\b")]
    public async Task Customer_id_that_would_not_arrive_is_refused_at_the_door(string id)
    {
        var answer = await _shop.Storefront.PostAsync(
            (new OrderForm { CustomerId = id }).ToJson().ToJsonString(),
            Guid.NewGuid().ToString()
        );

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.Json["errors"]!["customer.id"]);
    }
}
