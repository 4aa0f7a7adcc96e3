using Durable.Testing;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>
/// What the official engine promises only at least once: events, results and ends of parcels come twice, activities run twice, timers ring
/// early. No order shows it.
/// </summary>
public sealed class RoughHubTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Order_on_a_rough_hub_ends_as_if_nothing_had_happened(int seed)
    {
        await using var shop = await Shop.OpenAsync(
            azurite,
            new TestHubOptions
            {
                Seed = seed,
                Rough = new Roughness { Repeated = 0.3, ResultsLost = 0.2 },
            }
        );
        var order = await shop.PlaceAsync();
        await ReachAsync(shop, order, OrderStatus.AwaitingPayment);
        await shop.PayAsync(order);
        await ReachAsync(shop, order, OrderStatus.Preparing);
        await shop.Hub.AdvanceUntilAsync(
            () => shop.Hub.Instances.ContainsKey(ShipmentIds.InstanceId(order.OrderId, 1)),
            TimeSpan.FromHours(1)
        );

        await shop.DeliverAsync(order);
        await ReachAsync(shop, order, OrderStatus.Delivered);
        await shop.PassWindowsAsync(order);
        await shop.Hub.CompleteAsync(order.OrderId);

        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Single(shop.Carrier.Waybills);
        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Delivered],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Crash_between_messages_and_history_keeps_order_and_parcel_together()
    {
        var point = 0;
        while (await DiesAtAsync(point))
            point++;

        Assert.True(point > 5, $"Only {point} episodes were reached.");
    }

    /// <summary>
    /// Dies over one of an order's episodes. Its parcel is scanned as soon as it is there: before the order's process is back, if it is one
    /// that the order has not stored.
    /// </summary>
    /// <returns>False if the order had fewer episodes.</returns>
    private async Task<bool> DiesAtAsync(int point)
    {
        Order? order = null;
        var (seen, hit) = (0, false);
        var plan = new FaultPlan(
            (write, instance) =>
            {
                if (write != HubWrite.Checkpoint || instance != order?.OrderId || seen++ != point)
                    return Fault.None;
                hit = true;
                return Fault.CrashBefore;
            }
        );
        await using var shop = await Shop.OpenAsync(
            azurite,
            new TestHubOptions
            {
                Faults = plan,
                HiddenAfterCrash = TimeSpan.FromMinutes(1),
                Rough = new Roughness
                {
                    Repeated = 0,
                    ResultsLost = 0,
                    EarlyTimers = false,
                },
            }
        );
        order = await shop.StartAsync();
        await ReachAsync(shop, order, OrderStatus.AwaitingPayment);

        // An activity may have shown that before its order's first episode was stored.
        await HasStartedAsync(shop, order.OrderId);
        await shop.PayAsync(order);
        await HasStartedAsync(shop, ShipmentIds.InstanceId(order.OrderId, 1));
        foreach (
            var scan in (ParcelStatus[])[ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered]
        )
            await shop.ScanAsync(order, scan, minutesAgo: 0);

        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        Assert.Single(await shop.TimelineAsync(order), "delivered");
        await shop.PassWindowsAsync(order);
        await shop.Hub.CompleteAsync(order.OrderId);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        return hit;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Timer_that_fires_early_cuts_no_deadline_short(int seed)
    {
        await using var shop = await Shop.OpenAsync(
            azurite,
            new TestHubOptions
            {
                Seed = seed,
                Rough = new Roughness { Repeated = 0, ResultsLost = 0 },
            }
        );
        var order = await shop.PlaceAsync();
        var deadline = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Payment];

        await shop.Hub.AdvanceUntilAsync(
            async () => await shop.StatusAsync(order) != OrderStatus.AwaitingPayment,
            order.Windows.Payment * 2
        );

        Assert.InRange(shop.Hub.Now, deadline, deadline.AddSeconds(5));
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    /// <summary>A lost result is told again within minutes.</summary>
    private static Task ReachAsync(Shop shop, Order order, OrderStatus status) =>
        shop.Hub.AdvanceUntilAsync(async () => await shop.StatusAsync(order) == status, TimeSpan.FromHours(1));

    private static Task HasStartedAsync(Shop shop, string instanceId) =>
        shop.Hub.AdvanceUntilAsync(
            () => shop.Hub.Instances.TryGetValue(instanceId, out var instance) && instance.History.Count > 0,
            TimeSpan.FromHours(1)
        );
}
