using LocalRuntime.Testing;
using Microsoft.DurableTask.Client;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orders;

namespace Orders.Tests.Workflow;

/// <summary>One disturbance at every point of an order's way in turn: whatever it hits, the order ends in exactly one way, with money, stock, waybill and mails right.</summary>
public sealed class SweepTests(AzuriteFixture azurite)
{
    [Fact]
    public Task Cancel_at_every_step_ends_in_exactly_one_outcome() => SweepAsync(
        writes: write => write == HubWrite.Activity,
        disturb: (shop, order) =>
        {
            Raise(shop, order, OrderEvents.CancelRequest, new CancelRequest("cancel-1", "customer"));
            return Fault.None;
        },
        check: async (shop, order, point) =>
        {
            var record = await shop.ReadAsync(order);
            var accepted = !record.State.Commands.TryGetValue("cancel-1", out var outcome) || outcome.Accepted;
            var cancelled = record.State.Status == OrderStatus.Cancelled;
            Assert.True(cancelled || record.State.Status == OrderStatus.Closed, $"{point}: {record.State.Status}");
            Assert.True(!cancelled || accepted, $"{point}: cancelled and refused");
            await shop.AssertEndedAsync(order, record.State.Status);
            Assert.Equal(cancelled && shop.Carrier.Waybills.Count > 0, shop.Carrier.Voided.Count > 0);
        });

    [Fact]
    public Task Second_payment_at_every_step_goes_back() => SweepAsync(
        writes: write => write == HubWrite.Activity,
        disturb: (shop, order) =>
        {
            Raise(shop, order, OrderEvents.PaymentUpdate, new PaymentUpdate("pay-extra", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null));
            return Fault.None;
        },
        check: async (shop, order, _) => await shop.AssertEndedAsync(order, OrderStatus.Closed));

    // What is stored before one write is what was stored after the last: a sample is enough here.
    [Fact]
    public Task Crash_before_a_write_or_activity_changes_nothing() => SweepAsync(_ => true, (_, _) => Fault.CrashBefore, EndsAsIfNothingHappenedAsync, stride: 6);

    [Fact]
    public Task Crash_after_every_write_and_activity_changes_nothing() => SweepAsync(_ => true, (_, _) => Fault.CrashAfter, EndsAsIfNothingHappenedAsync);

    private static async Task EndsAsIfNothingHappenedAsync(Shop shop, Order order, int point)
    {
        await shop.AssertEndedAsync(order, OrderStatus.Closed);
        Assert.Single(shop.Carrier.Waybills);
        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal([MailKind.Received, MailKind.Paid, MailKind.Shipped, MailKind.Delivered], await shop.MailsAsync(order));
    }

    /// <summary>Runs the happy path again and again, with the disturbance at the first point, the second … until a run has no such point any more.</summary>
    private async Task SweepAsync(Func<HubWrite, bool> writes, Func<Shop, Order, Fault> disturb, Func<Shop, Order, int, Task> check, int stride = 1)
    {
        const int Parallel = 4;
        var reached = true;
        var runs = 0;
        for (var from = 0; reached; from += Parallel * stride)
        {
            var batch = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => RunAsync(from + (i * stride))));
            runs += batch.Count(hit => hit);
            reached = batch.All(hit => hit);
        }

        Assert.True(runs * stride > 10, $"Only {runs} points were reached.");

        async Task<bool> RunAsync(int point)
        {
            Shop? shop = null;
            Order? order = null;
            var seen = 0;
            var hit = false;
            var plan = new FaultPlan((write, _) =>
            {
                if (order is null || !writes(write) || seen++ != point)
                    return Fault.None;
                hit = true;
                return disturb(shop!, order);
            });
            await using var open = shop = await Shop.OpenAsync(azurite, new TestHubOptions { Faults = plan });
            order = await shop.StartAsync();
            await shop.Hub.RunUntilIdleAsync();
            await WalkAsync(shop, order);
            if (hit)
                await check(shop, order, point);
            return hit;
        }
    }

    private static async Task WalkAsync(Shop shop, Order order)
    {
        await AgainIfCrashedAsync(shop, () => shop.PayAsync(order));
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered })
        {
            await shop.Hub.AdvanceAsync(TimeSpan.FromHours(6));
            var shipment = ShipmentOrder.InstanceId(order.OrderId, 1);
            if (await shop.Hub.Client.GetInstanceAsync(shipment) is { IsRunning: true })
                await AgainIfCrashedAsync(shop, () => shop.ScanAsync(order, status));
        }

        await shop.PassWindowsAsync(order);
    }

    /// <summary>A sender whose call broke off sends the same event again.</summary>
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

    private static void Raise(Shop shop, Order order, string name, object payload)
    {
        var raised = shop.Hub.Client.RaiseEventAsync(order.OrderId, name, payload);
        Assert.True(raised.IsCompletedSuccessfully, "The hub in memory accepts an event at once.");
    }
}
