using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The customer wants something else than they ordered.</summary>
public sealed class ChangeTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Increase_is_offered_confirmed_paid_and_delivered()
    {
        var placed = await AwaitPaymentAsync(new OrderForm());

        var offer = (await _shop.Storefront.ChangeAsync(placed.Id, """{ "lines": [{ "sku": "HW-PRO", "quantity": 2 }] }""")).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal(12900, (long)offer.Json["priceAdjustment"]!["amount"]!);
        Assert.Equal(placed.Total, (await _shop.Storefront.GetAsync(placed.Id)).Total);
        var changed = new OrderSeen(
            (await _shop.Storefront.ConfirmChangeAsync(placed.Id, (string)offer.Json["changeId"]!)).Expect(HttpStatusCode.OK).Json
        );

        Assert.Equal((28800, 28800), (changed.Total, changed.Due));
        Assert.Equal(
            "in_force",
            (string?)
                (await _shop.Storefront.GetPathAsync(offer.Location!.ToString().TrimStart('/'))).Expect(HttpStatusCode.OK).Json["status"]
        );
        var end = await _shop.Walker.WalkAsync(placed.Id);
        Assert.Equal(("closed", 28800L, 0L), (end.Status, end.Paid, end.Refunded));
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "changed", "paid", "shipped", "delivered");
    }

    [Fact]
    public async Task Decrease_below_the_paid_amount_is_refunded()
    {
        var placed = await AwaitPaymentAsync(new OrderForm { Lines = [("HW-PRO", 2)] });
        (await _shop.Company.PayAsync(placed.Id, 20000)).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Paid == 20000, "a part is paid");

        var given = (await _shop.Storefront.CancelLinesAsync(placed.Id, ("HW-PRO", 1))).Expect(HttpStatusCode.OK);

        Assert.Equal(15900, new OrderSeen(given.Json).Total);
        await _shop.Storefront.WaitForAsync(placed.Id, "preparing");
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.Company.PayAsync(placed.Id)).Status);
        var end = await _shop.Walker.WalkAsync(placed.Id);
        Assert.Equal(("closed", 20000L, 4100L), (end.Status, end.Paid, end.Refunded));
        Assert.Empty(await _shop.Books.DifferencesAsync(placed.Id));
    }

    [Fact]
    public async Task Changed_street_reaches_the_waybill_but_no_log_and_closes_with_preparation()
    {
        var placed = await AwaitPaymentAsync(new OrderForm());

        var moved = (await _shop.Storefront.MoveAsync(placed.Id, Street("南山大道 9 号"))).Expect(HttpStatusCode.OK);
        Assert.Equal((placed.Total, "CN"), (new OrderSeen(moved.Json).Total, (string?)moved.Json["country"]));

        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var late = await _shop.Storefront.MoveAsync(placed.Id, Street("科技园路 1 号"));
        Assert.Equal((HttpStatusCode.Conflict, "preparation_started"), (late.Status, (string?)late.Json["reason"]));
        var mail = (await _shop.Mailbox.ExpectAsync(placed.Id, "received", "changed", "paid"))[1];
        Assert.Contains("南山大道 9 号", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.App.Output, line => line.Contains("南山大道", StringComparison.Ordinal));
    }

    private async Task<OrderSeen> AwaitPaymentAsync(OrderForm form)
    {
        var placed = await _shop.Storefront.PlaceAsync(form);
        return await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
    }

    private static JsonObject Street(string line1)
    {
        var address = new OrderForm().ShipTo.DeepClone().AsObject();
        address["line1"] = line1;
        return address;
    }
}
