using System.Diagnostics;
using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// The storage account cannot be reached for a minute, with orders at every step: callers are told to come again, and all orders end right.
/// </summary>
public sealed class StorageOutageTests(ITestOutputHelper output)
{
    private const int Orders = 12;

    [Fact]
    public async Task Storage_unreachable_for_a_minute_delays_orders_and_loses_nothing()
    {
        await using var shop = await Shop.OpenAsync(new ShopOptions { Storage = (_, _, forward) => forward() });
        var orders = await Task.WhenAll(
            Enumerable
                .Range(0, Orders)
                .Select(async number =>
                {
                    // The first third has just been placed, the second is booking, the last is being cancelled.
                    var form = new OrderForm { Lines = [("AC-CASE", 1)] };
                    var placed = await shop.Storefront.PlaceAsync(form);
                    if (number % 3 > 0)
                        await shop.Walker.WalkAsync(placed.Id, number % 3 == 1 ? "checking_stock" : "preparing");
                    var isCancelled = number % 3 == 2;
                    return (
                        Form: form,
                        placed.Id,
                        IsCancelled: isCancelled,
                        Cancel: isCancelled ? shop.Storefront.CancelAsync(placed.Id).IgnoreDeathAsync() : Task.CompletedTask
                    );
                })
        );

        var cuts = shop.Storage.CutOff();
        var during = shop.Storefront.GetPathAsync($"api/orders/{orders[0].Id}");
        await Outage.LastAsync(
            new Dictionary<string, Relay.Cut>
            {
                ["blobs"] = cuts[0],
                ["queues"] = cuts[1],
                ["tables"] = cuts[2],
            }
        );
        var told = await during;
        Assert.True(
            told is { Status: HttpStatusCode.ServiceUnavailable, ContentType: "application/problem+json", RetryAfter: not null },
            $"A caller was told {told}"
        );

        var back = Stopwatch.GetTimestamp();
        var ends = await Task.WhenAll(
            orders.Select(order => order.IsCancelled ? shop.CancelToTheEndAsync(order.Id) : shop.Walker.WalkAsync(order.Id))
        );
        await Task.WhenAll(orders.Select(order => order.Cancel));
        output.WriteLine($"All orders at their end {Stopwatch.GetElapsedTime(back).TotalSeconds:0} s after the storage was back.");
        Assert.Equal(orders.Select(order => order.IsCancelled ? "cancelled" : "closed"), ends.Select(end => end.Status));
        await Task.WhenAll(orders.Select(order => shop.AssertEndedAs(order.IsCancelled ? "cancelled" : "closed", order.Form, order.Id)));
    }
}
