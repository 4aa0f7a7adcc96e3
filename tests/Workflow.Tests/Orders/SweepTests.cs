using Durable.Testing;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>
/// One disturbance at every point of an order's way in turn: whatever it hits, the order ends in exactly one way, with money, stock,
/// waybill and mails right.
/// </summary>
public sealed class SweepTests(AzuriteFixture azurite)
{
    [Fact]
    public Task Cancel_at_every_step_ends_in_exactly_one_outcome() =>
        Sweep.RunAsync(
            azurite,
            WalkAsync,
            writes: write => write == HubWrite.Activity,
            disturb: (shop, order) =>
            {
                Raise(shop, order, OrderEvents.CancelRequest, new CancelRequest("cancel-1", Actor.Customer));
                return Fault.None;
            },
            check: async (shop, order, point) =>
            {
                var record = await shop.ReadAsync(order);
                var accepted = !record.State.Commands.TryGetValue("cancel-1", out var outcome) || outcome.Accepted;
                var cancelled = record.State.Status == OrderStatus.Cancelled;
                Assert.True(cancelled || record.State.Status == OrderStatus.Closed, $"{point}: {record.State.Status}");
                Assert.True(!cancelled || accepted, $"{point}: cancelled and refused");
                await shop.AssertEndedAs(record.State.Status, order);
                Assert.Equal(cancelled && shop.Carrier.Waybills.Count > 0, shop.Carrier.Voided.Count > 0);
            }
        );

    [Fact]
    public Task Second_payment_at_every_step_goes_back() =>
        Sweep.RunAsync(
            azurite,
            WalkAsync,
            writes: write => write == HubWrite.Activity,
            disturb: (shop, order) =>
            {
                Raise(
                    shop,
                    order,
                    OrderEvents.PaymentUpdate,
                    new PaymentUpdate("pay-extra", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null)
                );
                return Fault.None;
            },
            check: async (shop, order, _) => await shop.AssertEndedAs(OrderStatus.Closed, order)
        );

    // What is stored before one write is what was stored after the last: a sample is enough here.
    [Fact]
    public Task Crash_before_a_write_or_activity_changes_nothing() =>
        Sweep.RunAsync(azurite, WalkAsync, _ => true, (_, _) => Fault.CrashBefore, EndsAsIfNothingHappenedAsync, stride: 6);

    [Fact]
    public Task Crash_after_every_write_and_activity_changes_nothing() =>
        Sweep.RunAsync(azurite, WalkAsync, _ => true, (_, _) => Fault.CrashAfter, EndsAsIfNothingHappenedAsync);

    private static async Task EndsAsIfNothingHappenedAsync(Shop shop, Order order, int point)
    {
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Single(shop.Carrier.Waybills);
        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Delivered],
            await shop.MailsAsync(order)
        );
    }

    private static async Task WalkAsync(Shop shop, Order order)
    {
        await Sweep.AgainIfCrashedAsync(shop, () => shop.PayAsync(order));
        await CarryAsync(shop, order);
    }

    /// <summary>From the booked parcel to the end of the windows.</summary>
    internal static async Task CarryAsync(Shop shop, Order order)
    {
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered })
        {
            await shop.Hub.AdvanceAsync(TimeSpan.FromHours(6));
            var shipment = ShipmentIds.InstanceId(order.OrderId, 1);
            if (await shop.Hub.Client.GetInstanceAsync(shipment) is { IsRunning: true })
                await Sweep.AgainIfCrashedAsync(shop, () => shop.ScanAsync(order, status));
        }

        await shop.PassWindowsAsync(order);
    }

    private static void Raise(Shop shop, Order order, string name, object payload)
    {
        var raised = shop.Hub.Client.RaiseEventAsync(order.OrderId, name, payload);
        Assert.True(raised.IsCompletedSuccessfully, "The hub in memory accepts an event at once.");
    }
}
