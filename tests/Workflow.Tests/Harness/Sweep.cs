using Durable.Testing;
using Orders.Functions.Domain.Ordering;

namespace Workflow.Tests.Harness;

/// <summary>One disturbance at every point of an order's way in turn.</summary>
internal static class Sweep
{
    /// <summary>
    /// Walks an order's way again and again, with the disturbance at the first point, the second … until a walk has no such point any more.
    /// </summary>
    public static async Task RunAsync(
        AzuriteFixture azurite,
        Func<Shop, Order, Task> walk,
        Func<HubWrite, bool> writes,
        Func<Shop, Order, Fault> disturb,
        Func<Shop, Order, int, Task> check,
        int stride = 1,
        Func<Shop, Order, Order>? place = null
    )
    {
        const int Parallel = 4;
        var reached = true;
        var runs = 0;
        for (var from = 0; reached; from += Parallel * stride)
        {
            var batch = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => OnceAsync(from + (i * stride))));
            runs += batch.Count(hit => hit);
            reached = batch.All(hit => hit);
        }

        Assert.True(runs * stride > 10, $"Only {runs} points were reached.");

        async Task<bool> OnceAsync(int point)
        {
            Shop? shop = null;
            Order? order = null;
            var seen = 0;
            var hit = false;
            var plan = new FaultPlan(
                (write, _) =>
                {
                    if (order is null || !writes(write) || seen++ != point)
                        return Fault.None;
                    hit = true;
                    return disturb(shop!, order);
                }
            );
            await using var open = shop = await Shop.OpenAsync(azurite, new TestHubOptions { Faults = plan });
            order = await shop.StartAsync(one => place?.Invoke(shop, one) ?? one);
            await shop.RunPlacedAsync(order);
            await walk(shop, order);
            if (hit)
                await check(shop, order, point);
            return hit;
        }
    }

    /// <summary>A sender whose call broke off sends the same event again.</summary>
    public static async Task AgainIfCrashedAsync(Shop shop, Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception) when (shop.Options.Faults!.Crashes > 0)
        {
            await shop.Hub.RunUntilIdleAsync();
            await send();
        }
    }
}
