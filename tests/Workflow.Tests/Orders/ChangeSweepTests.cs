using Durable.Testing;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>
/// One disturbance on the way of an order that is changed: it ends in exactly one way, with money and stock right. A sample of the points
/// is enough for each run; no two strides are alike.
/// </summary>
public sealed class ChangeSweepTests(AzuriteFixture azurite)
{
    [Fact]
    public Task Crash_after_a_write_or_activity_changes_the_order_once() =>
        Sweep.RunAsync(
            azurite,
            ChangeAndPayAsync,
            writes: _ => true,
            disturb: (_, _) => Fault.CrashAfter,
            check: async (shop, order, _) =>
            {
                var changed = (await shop.ReadAsync(order)).Order;
                Assert.Equal(new Money(28800, "USD"), changed.Total);
                await shop.AssertEndedAs(OrderStatus.Closed, changed);
                Assert.Empty(shop.Payments.Refunds);
                Assert.Equal(
                    [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Delivered, MailKind.Changed],
                    await shop.MailsAsync(order)
                );
            },
            stride: 7
        );

    [Fact]
    public Task Cancel_at_any_step_of_a_change_ends_in_exactly_one_outcome() =>
        Sweep.RunAsync(
            azurite,
            ChangeAndPayAsync,
            writes: write => write == HubWrite.Activity,
            disturb: (shop, order) => Raise(shop, order, OrderEvents.CancelRequest, new CancelRequest("cancel-1", Actor.Customer)),
            check: EndedOneWayAsync,
            stride: 2
        );

    [Fact]
    public Task Old_amount_paid_during_a_change_always_counts_or_is_refunded() =>
        Sweep.RunAsync(
            azurite,
            ChangeAndPayAsync,
            writes: write => write == HubWrite.Activity,
            disturb: (shop, order) =>
                Raise(
                    shop,
                    order,
                    OrderEvents.PaymentUpdate,
                    new PaymentUpdate("old-page", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null)
                ),
            check: EndedOneWayAsync,
            stride: 3
        );

    [Fact]
    public Task Crash_while_a_price_adjustment_is_collected_changes_nothing() =>
        Sweep.RunAsync(
            azurite,
            PayThePriceAdjustmentAsync,
            writes: _ => true,
            disturb: (_, _) => Fault.CrashAfter,
            check: async (shop, order, _) =>
            {
                var changed = (await shop.ReadAsync(order)).Order;
                await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: changed.Total);
                Assert.Equal(order.Total + new Money(4900 + 2400, "USD"), changed.Total);
                Assert.Equal(new StockLevel(shop.Licence, Shop.Seed - 1, 0), await shop.StockAsync(shop.Licence));
                Assert.Empty(shop.Payments.Refunds);
            },
            stride: 11,
            place: (shop, order) => order with { Lines = [shop.Line(shop.Wallet, 12)] }
        );

    private static async Task EndedOneWayAsync(Shop shop, Order order, int point)
    {
        var record = await shop.ReadAsync(order);
        Assert.True(record.State.Status is OrderStatus.Cancelled or OrderStatus.Closed, $"{point}: {record.State.Status}");
        await shop.AssertEndedAs(record.State.Status, record.Order);
    }

    private static async Task ChangeAndPayAsync(Shop shop, Order order)
    {
        var change = Changes.Lines((shop.Wallet, 2));
        await TellAsync(shop, order, OrderEvents.ChangeRequest, new ChangeRequest("ask", "c1", change, ChangeConsent.Asked, "customer"));
        await TellAsync(shop, order, OrderEvents.ChangeConfirmed, new ChangeConfirmed("yes", "c1"));
        var due = (await shop.ReadAsync(order)).Order.Total;
        await TellAsync(
            shop,
            order,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("pay-1", "scripted", PaymentUpdateType.Succeeded, due, "card", null)
        );
        await SweepTests.CarryAsync(shop, order);
    }

    // Two wallets are missing; a licence is asked for in addition.
    private static async Task PayThePriceAdjustmentAsync(Shop shop, Order order)
    {
        await TellAsync(
            shop,
            order,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("pay-1", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null)
        );
        await TellAsync(
            shop,
            order,
            OrderEvents.ChangeRequest,
            new ChangeRequest("ask", "c1", Changes.Lines((shop.Licence, 1)), ChangeConsent.Asked, "customer")
        );
        await TellAsync(shop, order, OrderEvents.ChangeConfirmed, new ChangeConfirmed("yes", "c1"));
        var due = (await shop.ReadAsync(order)).State.Offer!.PriceAdjustment;
        await TellAsync(
            shop,
            order,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("pay-2", "scripted", PaymentUpdateType.Succeeded, due, "card", null)
        );
        await Sweep.AgainIfCrashedAsync(shop, () => shop.ReceiveAsync(shop.Wallet, 2));
        await SweepTests.CarryAsync(shop, order);
    }

    private static Task TellAsync(Shop shop, Order order, string name, object payload) =>
        Sweep.AgainIfCrashedAsync(
            shop,
            async () =>
            {
                if (await shop.Hub.Client.GetInstanceAsync(order.OrderId) is { IsRunning: true })
                    await shop.RaiseAsync(order.OrderId, name, payload);
            }
        );

    private static Fault Raise(Shop shop, Order order, string name, object payload)
    {
        Assert.True(
            shop.Hub.Client.RaiseEventAsync(order.OrderId, name, payload).IsCompletedSuccessfully,
            "The hub in memory accepts an event at once."
        );
        return Fault.None;
    }
}
