using System.Net;
using EndToEnd.Tests.Harness;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace EndToEnd.Tests;

/// <summary>What the shop or the carrier cannot do.</summary>
public sealed class SetbackTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Customer_who_refuses_a_backorder_is_refunded_and_nothing_stays_reserved()
    {
        // All steel plates but two are another's before it is paid.
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm { Lines = [("AC-STEEL", 3)] });
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        var somebody = $"somebody-{Guid.NewGuid():N}";
        var level = (await _shop.Books.LevelsAsync())["AC-STEEL"];
        Assert.True(
            (
                await _shop.Books.Stock.ReserveAsync(
                    somebody,
                    "order",
                    [new ParcelLine("AC-STEEL", level.OnHand - level.Reserved - 2)],
                    TestContext.Current.CancellationToken
                )
            ).Reserved
        );
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_stock_decision");

        (await _shop.Storefront.PostJsonAsync($"api/orders/{placed.Id}/stock-decision", new { choice = "refund" })).Expect(
            HttpStatusCode.OK,
            HttpStatusCode.Accepted
        );

        var cancelled = await _shop.Walker.WalkAsync(placed.Id);
        Assert.Equal(("cancelled", placed.Total, placed.Total), (cancelled.Status, cancelled.Paid, cancelled.Refunded));
        Assert.Equal(["out_of_stock:AC-STEEL"], cancelled.CancelReasons);
        var (onHand, reserved) = (await _shop.Books.LevelsAsync())["AC-STEEL"];
        Assert.Equal(2, onHand - reserved);
        Assert.Empty(await _shop.Books.DifferencesAsync(placed.Id));
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "stock_question", "cancelled");
        await _shop.Books.Stock.ReleaseAsync(somebody, "order", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Parcel_returned_to_sender_is_refunded_when_operations_have_opened_it()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        var moving = await _shop.Walker.WalkAsync(placed.Id, "in_transit");

        (await _shop.Company.ScanAsync(moving.Waybill!, "returning")).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(placed.Id),
            seen => (string?)seen.View["parcels"]![0]!["status"] == "returning",
            "the parcel is on its way back"
        );
        (await _shop.Company.ScanAsync(moving.Waybill!, "returned")).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(
            () => _shop.Books.AlertsAsync(),
            alerts => alerts.Any(alert => alert.OrderId == placed.Id && alert.Kind == AlertKind.ParcelReturned),
            "the parcel is back"
        );
        var inspection = new
        {
            lines = new[]
            {
                new
                {
                    sku = "HW-PRO",
                    quantity = 1,
                    condition = "damaged",
                },
            },
            then = "refund",
            by = "mei",
        };
        (await _shop.Operations.PostAsync($"orders/{placed.Number}/parcels/1/inspection", inspection)).Expect(HttpStatusCode.OK);

        var refunded = await _shop.Storefront.WaitForAsync(placed.Id, "refunded", "failed", "closed");
        Assert.Equal(("refunded", placed.Total, placed.Total), (refunded.Status, refunded.Paid, refunded.Refunded));
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "parcel_returning", "refunded");
        await _shop.AssertEndedAs("refunded", form, placed.Id);
    }

    [Fact]
    public async Task Unfinished_engine_rows_of_order_and_parcel_still_take_payment_and_scans()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await _shop.Books.LeaveUnfinishedAsync(placed.Id, status: "Pending");
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "the parcel is booked");
        await _shop.Books.LeaveUnfinishedAsync($"{placed.Id}-p1", status: null);

        Assert.Equal("closed", (await _shop.Walker.WalkAsync(placed.Id)).Status);
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }

    [Fact]
    public async Task Heavy_order_ships_in_two_parcels_and_is_delivered_with_both()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm { Lines = [("AC-SAFE", 2)] });
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var packed = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(placed.Id),
            order => Waybills(order).Length == 2,
            "two waybills"
        );
        Assert.Equal([1, 1], packed.View["parcels"]!.AsArray().Select(parcel => (int)parcel!["lines"]![0]!["quantity"]!));

        (await _shop.Company.ScanAsync(Waybills(packed)[0], "delivered")).Expect(HttpStatusCode.OK);
        await _shop.Storefront.WaitForAsync(placed.Id, "shipped");
        (await _shop.Company.ScanAsync(Waybills(packed)[1], "delivered")).Expect(HttpStatusCode.OK);

        var closed = await _shop.Storefront.WaitForAsync(placed.Id, "closed", "failed", "refunded");
        Assert.Equal(("closed", placed.Total, 0L), (closed.Status, closed.Paid, closed.Refunded));
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "shipped", "delivered", "delivered");

        static string[] Waybills(OrderSeen order) =>
            [.. order.View["parcels"]!.AsArray().Select(parcel => (string?)parcel!["waybill"]).OfType<string>()];
    }

    [Fact]
    public async Task Waybill_voided_by_operations_is_replaced_and_the_order_continues()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var first = (
            await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill")
        ).Waybill!;

        var parcel = (await _shop.Operations.PostAsync($"orders/{placed.Number}/parcels/1/void", new { reason = "label torn", by = "mei" }))
            .Expect(HttpStatusCode.OK)
            .Json;

        Assert.NotEqual(first, (string?)parcel["waybill"]);
        Assert.True((bool)(await _shop.Company.WaybillAsync(first))["voided"]!);
        Assert.Equal("closed", (await _shop.Walker.WalkAsync(placed.Id)).Status);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await _shop.Operations.PostAsync($"orders/{placed.Number}/parcels/1/void", new { reason = "again", by = "mei" })).Status
        );
        Assert.Empty(await _shop.Books.DifferencesAsync(placed.Id));
    }

    [Fact]
    public async Task Parcel_lost_by_the_carrier_is_refunded()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        var moving = await _shop.Walker.WalkAsync(placed.Id, "in_transit");

        (await _shop.Company.ScanAsync(moving.Waybill!, "exception", reason: "lost")).Expect(HttpStatusCode.OK);

        Assert.Equal("refunded", (await _shop.Storefront.WaitForAsync(placed.Id, "refunded", "failed", "closed")).Status);
        await _shop.AssertEndedAs("refunded", form, placed.Id);
    }

    [Fact]
    public async Task Review_refuses_a_customer_without_identity_and_a_wrong_phone()
    {
        var form = new OrderForm { Verified = false };
        form.ShipTo["phone"] = "+86 123";
        var placed = await _shop.Storefront.PlaceAsync(form);

        var cancelled = await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");

        Assert.Equal(["identity_not_verified", "phone_recipient"], cancelled.CancelReasons.Order(StringComparer.Ordinal));
        var mails = await _shop.Mailbox.ExpectAsync(placed.Id, "received", "cancelled");
        Assert.Contains("收件人电话", mails[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_refuses_the_same_order_twice()
    {
        var form = new OrderForm();
        var first = await _shop.Storefront.PlaceAsync(form);
        await _shop.Storefront.WaitForAsync(first.Id, "awaiting_payment");

        var second = await _shop.Storefront.PlaceAsync(form);

        Assert.Equal(["duplicate_order"], (await _shop.Storefront.WaitForAsync(second.Id, "cancelled")).CancelReasons);
    }
}
