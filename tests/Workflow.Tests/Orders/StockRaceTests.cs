using Durable.Testing;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>
/// Goods, the customer's answer and a cancellation at the same moment, and a process that dies on the way: one outcome, with money and
/// stock balanced.
/// </summary>
public sealed class StockRaceTests(AzuriteFixture azurite)
{
    private const int Wallet = 12900;
    private const int Fee = 3000;

    [Theory]
    [InlineData("arrive", "refund", "cancel")]
    [InlineData("refund", "arrive", "wait")]
    [InlineData("cancel", "arrive", "refund")]
    [InlineData("wait", "cancel", "arrive")]
    [InlineData("split", "cancel", "arrive")]
    [InlineData("arrive", "split", "cancel")]
    public async Task Goods_answer_and_cancel_at_once_come_to_one_end(string first, string second, string third)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 12)] });
        await shop.PayAsync(order);

        foreach (var what in (string[])[first, second, third])
            await RaiseAsync(shop, order, what);
        await shop.Hub.RunUntilIdleAsync();
        await shop.AllotAsync(shop.Wallet);

        var status = await shop.StatusAsync(order);
        Assert.True(status is OrderStatus.Cancelled or OrderStatus.Preparing, $"{status}");
        var state = (await shop.ReadAsync(order)).State;
        Assert.All(state.Commands.Values, outcome => Assert.True(outcome.Accepted || outcome.Reason is not null));
        if (status == OrderStatus.Preparing)
        {
            await shop.DeliverAsync(order);
            await shop.PassWindowsAsync(order);
            await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (12 * Wallet) + Fee);
            Assert.Equal(new StockLevel(shop.Wallet, 0, 0), await shop.StockAsync(shop.Wallet));
        }
        else
        {
            await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
            var level = await shop.StockAsync(shop.Wallet);
            Assert.Equal((0, 0), (level.Reserved, level.Awaited));
        }
    }

    // Every crash point of the whole road is in SweepTests; here a sample of those that are on this road only.
    [Fact]
    public async Task Crash_on_the_way_of_a_split_order_changes_nothing()
    {
        const int Parallel = 3;
        var points = 0;
        for (var from = 0; ; from += Parallel * 9)
        {
            var batch = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => RunAsync(from + (i * 9))));
            points += batch.Count(hit => hit);
            if (!batch.All(hit => hit))
                break;
        }

        Assert.True(points > 5, $"Only {points} points were reached.");

        async Task<bool> RunAsync(int point)
        {
            var seen = 0;
            var (armed, hit) = (false, false);
            var plan = new FaultPlan(
                (_, _) =>
                {
                    if (!armed || seen++ != point)
                        return Fault.None;
                    hit = true;
                    return Fault.CrashAfter;
                }
            );
            await using var shop = await Shop.OpenAsync(azurite, new TestHubOptions { Faults = plan });
            var order = await shop.StartAsync(order =>
                order with
                {
                    Lines = [shop.Line(shop.Wallet, 12)],
                    OutOfStock = OutOfStockChoice.Split,
                }
            );
            await shop.RunPlacedAsync(order);
            armed = true;
            await AgainIfCrashedAsync(shop, () => shop.PayAsync(order));
            await AgainIfCrashedAsync(shop, () => shop.ReceiveAsync(shop.Wallet, 2));
            await TellAsync(shop, order);
            foreach (var parcel in (int[])[1, 2])
            {
                foreach (var scan in (ParcelStatus[])[ParcelStatus.PickedUp, ParcelStatus.Delivered])
                    await AgainIfCrashedAsync(shop, () => ScanAsync(shop, order, parcel, scan));
            }

            await shop.PassWindowsAsync(order);
            await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (12 * Wallet) + Fee);
            Assert.Equal(new StockLevel(shop.Wallet, 0, 0), await shop.StockAsync(shop.Wallet));
            Assert.Equal(2, shop.Carrier.Waybills.Count);
            return hit;
        }
    }

    /// <summary>What the sweep does for an order that was not seen to know.</summary>
    private static async Task TellAsync(Shop shop, Order order)
    {
        foreach (var arrival in (await shop.Stock.ArrivalsAsync()).Where(arrival => arrival.OrderId == order.OrderId))
            await AgainIfCrashedAsync(
                shop,
                () =>
                    shop.RaiseAsync(
                        order.OrderId,
                        OrderEvents.StockArrived,
                        new StockArrived(arrival.EventId, arrival.Reference, arrival.Revision, arrival.Missing)
                    )
            );
    }

    private static async Task ScanAsync(Shop shop, Order order, int parcel, ParcelStatus scan)
    {
        if (await shop.Hub.Client.GetInstanceAsync(ShipmentIds.InstanceId(order.OrderId, parcel)) is { IsRunning: true })
            await shop.ScanParcelAsync(order, parcel, scan);
    }

    private static async Task AgainIfCrashedAsync(Shop shop, Func<Task> send)
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

    private static async Task RaiseAsync(Shop shop, Order order, string what)
    {
        switch (what)
        {
            case "arrive":
                await shop.Stock.ReceiveAsync("d-1", shop.Wallet, 2);
                foreach (var arrival in await shop.Stock.AllotAsync(shop.Wallet))
                    await shop.Hub.Client.RaiseEventAsync(
                        arrival.OrderId,
                        OrderEvents.StockArrived,
                        new StockArrived(arrival.EventId, arrival.Reference, arrival.Revision, arrival.Missing)
                    );
                break;
            case "cancel":
                await shop.Hub.Client.RaiseEventAsync(
                    order.OrderId,
                    OrderEvents.CancelRequest,
                    new CancelRequest("cancel-1", Actor.Customer)
                );
                break;
            default:
                Assert.True(OrderJson.TryParse<StockChoice>(what, out var choice));
                await shop.Hub.Client.RaiseEventAsync(
                    order.OrderId,
                    OrderEvents.StockDecision,
                    new StockDecision($"decide-{what}", [new LineChoice(shop.Wallet, choice)], "customer")
                );
                break;
        }
    }
}
