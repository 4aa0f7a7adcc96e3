using System.Net;
using Orders.Functions.Domain.Status;

namespace EndToEnd.Tests;

/// <summary>A parcel that nobody hears of again, in a shop whose patience is short.</summary>
public sealed class PresumedLostTests
{
    [Fact]
    public async Task Silent_parcel_is_presumed_lost_and_refunded()
    {
        await using var shop = await Shop.OpenAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Orders__Windows__Silence"] = "PT2S" }
        );
        var placed = await shop.Storefront.PlaceAsync(new OrderForm());
        await shop.Walker.WalkAsync(placed.Id, "preparing");
        var packed = await Eventually.GetAsync(() => shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill");
        (await shop.Company.ScanAsync(packed.Waybill!, "picked_up")).Expect(HttpStatusCode.OK);

        var refunded = await shop.Storefront.WaitForAsync(placed.Id, "refunded", "failed", "closed");

        Assert.Equal(("refunded", placed.Total, placed.Total), (refunded.Status, refunded.Paid, refunded.Refunded));
        Assert.Contains(await shop.Books.AlertsAsync(), alert => alert.OrderId == placed.Id && alert.Kind == AlertKind.PresumedLost);
        Assert.Empty(await shop.Books.DifferencesAsync(placed.Id));
    }
}
