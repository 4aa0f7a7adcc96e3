using System.Diagnostics;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>A shop of its own: what many orders at once cost is not to be waited for by others.</summary>
[Collection(nameof(Crowds))]
public sealed class ManyOrdersTests(ITestOutputHelper output)
{
    private const int Orders = 24;

    [Fact]
    public async Task Many_orders_at_once_all_close_with_money_goods_and_mails_balanced()
    {
        await using var shop = await Shop.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        var orders = await Task.WhenAll(
            Enumerable
                .Range(0, Orders)
                .Select(async i =>
                {
                    var form = new OrderForm { Lines = i % 2 == 0 ? [("HW-LITE", 1), ("AC-CABLE", 2)] : [("AC-CABLE", 1)] };
                    return (Form: form, Order: await shop.Storefront.PlaceAsync(form));
                })
        );
        var placed = Stopwatch.GetElapsedTime(started);

        var ends = await Task.WhenAll(orders.Select(order => shop.Walker.WalkAsync(order.Order.Id)));

        output.WriteLine(
            $"{Orders} orders accepted in {placed.TotalSeconds:0.0} s, closed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."
        );
        Assert.All(ends, end => Assert.Equal("closed", end.Status));
        Assert.Equal(Orders, ends.Select(end => end.Number).Distinct().Count());
        await Task.WhenAll(orders.Select(order => shop.AssertEndedAs("closed", order.Form, order.Order.Id)));
    }
}
