using System.Diagnostics;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

public sealed class ManyOrdersTests(SharedShop shared, ITestOutputHelper output)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Fifty_orders_at_once_all_close_with_money_goods_and_mails_balanced()
    {
        var started = Stopwatch.GetTimestamp();
        var orders = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var form = new OrderForm { Lines = i % 2 == 0 ? [("HW-LITE", 1), ("AC-CABLE", 2)] : [("AC-CABLE", 1)] };
            return (Form: form, Order: await _shop.Storefront.PlaceAsync(form));
        }));
        var placed = Stopwatch.GetElapsedTime(started);

        var ends = await Task.WhenAll(orders.Select(order => _shop.Walker.WalkAsync(order.Order.Id)));

        output.WriteLine($"50 orders accepted in {placed.TotalSeconds:0.0} s, closed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");
        Assert.All(ends, end => Assert.Equal("closed", end.Status));
        Assert.Equal(50, ends.Select(end => end.Number).Distinct().Count());
        await Task.WhenAll(orders.Select(order => _shop.AssertSettledAsync(order.Form, order.Order.Id)));
    }
}
