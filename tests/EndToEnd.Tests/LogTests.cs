using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

public sealed class LogTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Logs_tell_which_order_and_never_who()
    {
        var form = OrderForm.English();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id);
        await _shop.Storefront.PostAsync(form.With("shipTo.line1", new string('x', 300)).ToJsonString(), "another");

        await Eventually.GetAsync(
            () => Task.FromResult(_shop.App.Output),
            lines => lines.Any(line => line.Contains(placed.Id, StringComparison.Ordinal)),
            "a log line with the order's id"
        );

        _shop.AssertLogsHoldNoPersonalData();
    }
}
