using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// The companies cannot be reached for a minute, each when an order is about to call it: the order waits, tries again, and goes on.
/// </summary>
public sealed class CompanyOutageTests
{
    private const string Scarce = "HW-LITE";

    [Fact]
    public async Task Companies_unreachable_for_a_minute_delay_orders_and_lose_nothing()
    {
        await using var line = await CompanyLine.OpenAsync(new Dictionary<string, string> { ["Sandbox__Intercept"] = "true" });
        var shop = line.Shop;
        var scarce = await StepAsync(shop, new OrderForm { Lines = [(Scarce, 1)] }, "awaiting_payment");
        await SellOutAsync(shop);

        // Each order is brought to where its next step is one call.
        OrderSeen[] ready = await Task.WhenAll(
            StepAsync(shop, new OrderForm(), "awaiting_payment"),
            StepAsync(shop, new OrderForm(), "awaiting_payment"),
            BookedAsync(shop),
            PickedUpUnheardAsync(line),
            shop.Walker.WalkAsync(scarce.Id, "awaiting_stock_decision")
        );
        var (unpaid, paying, voided, recalled, refunded) = (ready[0], ready[1], ready[2], ready[3], ready[4]);
        var cuts = new Dictionary<string, Relay.Cut>
        {
            ["payment request"] = line.CutOff("POST /api/sandbox/payments"),
            ["withdraw"] = line.CutOff($"POST /api/sandbox/payments/{unpaid.Id}/cancel"),
            ["refund"] = line.CutOff($"POST /api/sandbox/payments/{refunded.Id}/refunds"),
            ["book"] = line.CutOff("POST /api/sandbox/carrier/waybills"),
            ["void"] = line.CutOff($"POST /api/sandbox/carrier/waybills/{voided.Waybill}/void"),
            ["intercept"] = line.CutOff($"POST /api/sandbox/carrier/waybills/{recalled.Waybill}/intercept"),
            ["mail"] = line.CutOff("POST /api/sandbox/mailbox/v3/mail/send"),
        };
        var form = new OrderForm();
        var placed = await shop.Storefront.PlaceAsync(form);
        (await shop.Company.PayAsync(paying.Id)).Expect(HttpStatusCode.OK);
        foreach (var cancelled in (OrderSeen[])[unpaid, voided, recalled])
            (await shop.Storefront.CancelAsync(cancelled.Id)).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        (await shop.Storefront.DecideStockAsync(refunded.Id, new { choice = "refund" })).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);

        await Outage.LastAsync(cuts);

        await Task.WhenAll(
            SeeAsync(shop, placed, order => order.Status == "awaiting_payment", "payment is asked for"),
            SeeAsync(shop, paying, order => order is { Status: "preparing", Waybill: not null }, "a waybill is booked"),
            SeeAsync(shop, unpaid, order => order is { Status: "cancelled", Paid: 0 }, "it is cancelled"),
            SeeAsync(
                shop,
                voided,
                order => order is { Status: "cancelled", IsVoided: true } && order.Refunded == order.Total,
                "its waybill is void and its money back"
            ),
            SeeAsync(shop, refunded, order => order.IsFinal && order.Refunded == order.Total, "its money is back"),
            Eventually.GetAsync(
                () => shop.Storefront.TimelineAsync(recalled.Id),
                kinds => kinds.Contains("parcel_recalled"),
                "the parcel is recalled",
                Outage.Patience
            )
        );
        await Eventually.GetAsync(
            () => shop.Mailbox.OfAsync(placed.Id),
            mails => mails.Any(mail => mail.Kind == "received"),
            "the mail came after all",
            Outage.Patience
        );
        Assert.Equal(HttpStatusCode.Conflict, (await shop.Company.PayAsync(unpaid.Id)).Status);
        Assert.Equal("closed", (await shop.Walker.WalkAsync(placed.Id)).Status);
        await shop.AssertEndedAs("closed", form, placed.Id);
        foreach (var ended in (OrderSeen[])[unpaid, voided, refunded])
            Assert.Empty(await shop.Books.DifferencesAsync(ended.Id));
        foreach (var (order, waybills) in ((OrderSeen, int)[])[(paying, 1), (voided, 1), (refunded, 0), (unpaid, 0)])
            Assert.Equal(waybills, await shop.Books.WaybillsAsync(order.Number));
        Assert.Empty(await shop.Books.AlertsAsync());
    }

    private static async Task<OrderSeen> StepAsync(Shop shop, OrderForm form, string status) =>
        await shop.Walker.WalkAsync((await shop.Storefront.PlaceAsync(form)).Id, status);

    private static async Task<OrderSeen> BookedAsync(Shop shop)
    {
        var order = await StepAsync(shop, new OrderForm(), "preparing");
        return await Eventually.GetAsync(() => shop.Storefront.GetAsync(order.Id), seen => seen.Waybill is not null, "a waybill");
    }

    /// <summary>The carrier has the parcel, and the shop does not know it: a waybill that cannot be voided any more.</summary>
    private static async Task<OrderSeen> PickedUpUnheardAsync(CompanyLine line)
    {
        var order = await BookedAsync(line.Shop);
        using (line.CutOff("POST /api/webhooks/carriers/sandbox"))
            await line.Shop.Company.ScanAsync(order.Waybill!, "picked_up", $"{order.Id}-picked_up");
        return order;
    }

    private static async Task SellOutAsync(Shop shop)
    {
        var level = await shop.Books.Stock.LevelAsync(Scarce);
        await shop.Books.Stock.ReserveAsync("sold-elsewhere", Scarce, [new(Scarce, level.OnHand)]);
        await shop.Books.Stock.ShipAsync("sold-elsewhere", Scarce);
    }

    private static Task<OrderSeen> SeeAsync(Shop shop, OrderSeen order, Func<OrderSeen, bool> isSo, string what) =>
        Eventually.GetAsync(() => shop.Storefront.GetAsync(order.Id), isSo, $"{what}, order {order.Id}", Outage.Patience);
}
