using System.Net;
using EndToEnd.Tests.Harness;
using UglyToad.PdfPig;

namespace EndToEnd.Tests;

/// <summary>Orders that go as everybody hopes.</summary>
public sealed class HappyPathTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Order_paid_and_delivered_closes_with_its_mails_timeline_money_and_stock()
    {
        var form = new OrderForm { Lines = [("HW-PRO", 2), ("AC-CABLE", 1)] };
        var placed = await _shop.Storefront.PlaceAsync(form);
        Assert.Equal((2 * 12900) + 900 + 3000, placed.Total);

        var closed = await _shop.Walker.WalkAsync(placed.Id);

        Assert.Equal(("closed", placed.Total, 0L, 0L), (closed.Status, closed.Paid, closed.Refunded, closed.Due));
        Assert.Equal(
            [
                "placed",
                "review_passed",
                "payment_awaited",
                "payment_received",
                "paid",
                "stock_reserved",
                "parcel_booked",
                "shipped",
                "delivered",
                "closed",
            ],
            (await _shop.Storefront.TimelineAsync(placed.Id)).Where(kind => !kind.StartsWith("scan_", StringComparison.Ordinal))
        );
        var mails = await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "delivered");
        Assert.All(mails, mail => Assert.Contains(placed.Number, mail.Subject, StringComparison.Ordinal));
        Assert.Contains(closed.TrackingUrl!, mails[2].Text, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(closed.TrackingUrl!), mails[2].Html, StringComparison.Ordinal);
        Assert.Equal(["reserve", "ship"], await _shop.Books.MovementsAsync(placed.Id, "HW-PRO"));
        Assert.Equal(["reserve", "ship"], await _shop.Books.MovementsAsync(placed.Id, "AC-CABLE"));
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }

    [Fact]
    public async Task Storefront_that_waits_is_shown_the_payment()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        var waiting = _shop.Storefront.GetChangedAsync(placed.Id, TimeSpan.FromSeconds(20));

        (await _shop.Company.PayAsync(placed.Id, eventId: $"{placed.Id}-pay")).Expect(HttpStatusCode.OK);

        Assert.Equal(placed.Total, (await waiting).Paid);
    }

    [Fact]
    public async Task Order_in_transit_shows_its_parcel_and_what_comes_next()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());

        var moving = await _shop.Walker.WalkAsync(placed.Id, "in_transit");

        Assert.Equal("delivery", (string?)moving.View["next"]!["what"]);
        Assert.Equal(
            (true, "carrier_is_asked"),
            ((bool)moving.View["allowed"]!["cancel"]!["possible"]!, (string?)moving.View["allowed"]!["cancel"]!["reason"])
        );
        var parcel = moving.View["parcels"]![0]!;
        Assert.Equal("in_transit", (string?)parcel["status"]);
        Assert.Equal(["picked_up", "in_transit"], parcel["scans"]!.AsArray().Select(scan => (string?)scan!["status"]));
        Assert.NotNull(parcel["promisedTo"]);
    }

    [Fact]
    public async Task Label_of_a_booked_parcel_shows_waybill_and_Chinese_recipient()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var booked = await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill");

        using var label = PdfDocument.Open(await _shop.Storefront.LabelAsync(placed.Id));

        var text = label.GetPage(1).Text;
        Assert.Contains(booked.Waybill!, text, StringComparison.Ordinal);
        Assert.Contains("李雷", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digital_order_needs_no_parcel_and_mails_its_licence_keys()
    {
        var form = OrderForm.English() with { Lines = [("SW-VAULT", 2)] };
        var placed = await _shop.Storefront.PlaceAsync(form);
        Assert.Equal(2 * 3900, placed.Total);

        var closed = await _shop.Walker.WalkAsync(placed.Id);

        Assert.Equal("closed", closed.Status);
        Assert.Empty(closed.View["parcels"]!.AsArray());
        var mails = await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "licences", "delivered");
        Assert.Contains("licence", mails[2].Text, StringComparison.OrdinalIgnoreCase);
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }

    [Fact]
    public async Task Order_with_goods_and_a_licence_sends_both()
    {
        var form = OrderForm.English() with { Lines = [("HW-LITE", 1), ("SW-VAULT", 1)] };
        var placed = await _shop.Storefront.PlaceAsync(form);

        var closed = await _shop.Walker.WalkAsync(placed.Id);

        Assert.Equal("closed", closed.Status);
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "licences", "shipped", "delivered");
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }

    [Fact]
    public async Task My_orders_lists_a_customers_orders_newest_first()
    {
        var form = new OrderForm();
        var first = await _shop.Storefront.PlaceAsync(form);
        var second = await _shop.Storefront.PlaceAsync(form with { Lines = [("AC-CASE", 1)] });

        var page = (await _shop.Storefront.GetPathAsync($"api/orders?customerId={form.CustomerId}")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal([second.Id, first.Id], page["orders"]!.AsArray().Select(order => (string?)order!["orderId"]));
    }

    [Fact]
    public async Task Scans_out_of_order_and_repeated_lead_to_one_delivery()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var waybill = (
            await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill")
        ).Waybill!;

        await Task.WhenAll(
            new[] { "out_for_delivery", "picked_up", "delivered", "in_transit", "picked_up" }.Select(async status =>
                (await _shop.Company.ScanAsync(waybill, status, eventId: $"{placed.Id}-{status}")).Expect(HttpStatusCode.OK)
            )
        );

        Assert.Equal("closed", (await _shop.Storefront.WaitForAsync(placed.Id, "closed", "failed")).Status);
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "delivered");
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }
}
