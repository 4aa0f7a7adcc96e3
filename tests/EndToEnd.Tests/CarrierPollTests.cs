using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>A pick-up whose webhook was lost, in a shop that soon asks the carrier itself, while that cannot be asked either.</summary>
public sealed class CarrierPollTests
{
    [Fact]
    public async Task Carrier_unreachable_for_a_minute_is_polled_again_and_the_order_continues()
    {
        await using var line = await CompanyLine.OpenAsync(
            new Dictionary<string, string> { ["Orders__Windows__HandOver"] = "PT5S", ["Orders__Windows__Silence"] = "PT40S" }
        );
        var shop = line.Shop;
        var form = new OrderForm();
        var placed = await shop.Storefront.PlaceAsync(form);
        var order = await Eventually.GetAsync(
            async () => await shop.Walker.WalkAsync(placed.Id, "preparing"),
            seen => seen.Waybill is not null,
            "a waybill"
        );
        using (line.CutOff("POST /api/webhooks/carriers/sandbox"))
            await shop.Company.ScanAsync(order.Waybill!, "picked_up", $"{order.Id}-picked_up");

        await Outage.LastAsync(new Dictionary<string, Relay.Cut> { ["poll"] = line.CutOff($"GET /api/sandbox/carrier/{order.Waybill}") });

        await Eventually.GetAsync(
            () => shop.Storefront.GetAsync(order.Id),
            seen => seen.Status == "shipped",
            "the carrier was asked at last",
            Outage.Patience
        );
        Assert.Equal("closed", (await shop.Walker.WalkAsync(order.Id)).Status);
        // The alert that nobody came for it ended with the scan.
        await shop.AssertEndedAs("closed", form, order.Id);
    }
}
