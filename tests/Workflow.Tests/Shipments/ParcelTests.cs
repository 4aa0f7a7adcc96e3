using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Shipments;

/// <summary>What can happen to a parcel on its way, and to several parcels of one order.</summary>
public sealed class ParcelTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Attempt_customs_and_collection_instruct_the_customer_and_remind_them()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.Customs, minutesAgo: 40);
        await shop.Hub.AdvanceAsync(order.Windows.Customs);
        Assert.Equal(["customs_long"], await shop.AlertsAsync(order));
        await shop.ScanAsync(order, ParcelStatus.OutForDelivery, minutesAgo: 30);
        await shop.ScanAsync(order, ParcelStatus.AttemptFailed, minutesAgo: 20);
        await shop.ScanAsync(order, ParcelStatus.AvailableForPickup, minutesAgo: 10);
        await shop.Hub.AdvanceAsync(order.Windows.Collection / 2);
        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        var mails = await shop.MailsAsync(order);
        Assert.Equal(2, mails.Count(kind => kind == MailKind.AwaitingPickup));
        Assert.Contains(MailKind.CustomsHeld, mails);
        Assert.Contains(MailKind.DeliveryProblem, mails);
    }

    [Fact]
    public async Task Scan_dated_in_the_future_swallows_none_after_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.InTransit, minutesAgo: -8 * 60);
        await shop.ScanAsync(order, ParcelStatus.AttemptFailed, minutesAgo: 0);
        await shop.ScanAsync(order, ParcelStatus.AvailableForPickup, minutesAgo: 0);

        var parcel = Assert.Single((await shop.ReadAsync(order)).Parcels);
        Assert.Equal((ParcelStatus.AvailableForPickup, shop.Hub.Now + order.Windows.Collection), (parcel.Status, parcel.CollectBy));
        var mails = await shop.MailsAsync(order);
        Assert.Contains(MailKind.DeliveryProblem, mails);
        Assert.Contains(MailKind.AwaitingPickup, mails);
        Assert.All((await shop.ViewAsync(order)).Parcels.Single().Scans, scan => Assert.True(scan.Time <= shop.Hub.Now));
        Assert.All(await shop.Orders.TimelineAsync(order.OrderId), entry => Assert.True(entry.Time <= shop.Hub.Now));
    }

    [Fact]
    public async Task Silent_parcel_of_which_the_carrier_knows_more_when_asked_continues()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        shop.Carrier.Tracked.Add(shop.Scan(ParcelStatus.OutForDelivery, id: "lost-webhook", minutesAgo: 0));

        await shop.Hub.AdvanceAsync(order.Windows.Silence);

        Assert.Equal(OrderStatus.OutForDelivery, await shop.StatusAsync(order));
        Assert.Empty(await shop.AlertsAsync(order));
    }

    /// <summary>Asked, the carrier tells of a delivery before the parcel was booked: not this parcel's, and nothing follows from it.</summary>
    [Fact]
    public async Task Polled_scan_from_before_the_booking_changes_nothing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        shop.Carrier.Tracked.Add(shop.Scan(ParcelStatus.Delivered, id: "other-parcel", minutesAgo: 3 * 24 * 60));

        await shop.Hub.AdvanceAsync(order.Windows.Silence);

        Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));
        Assert.Equal(["scan_doubted", "silent"], await shop.AlertsAsync(order));
        await shop.Hub.AdvanceAsync(order.Windows.Silence - TimeSpan.FromHours(1));
        await shop.ScanAsync(order, ParcelStatus.Delivered);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
    }

    /// <summary>A carrier tells of a delivery days after it: shown with its day, and the customer has their whole windows all the same.</summary>
    [Fact]
    public async Task Delivery_heard_late_leaves_the_whole_windows_from_then()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(4));
        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 4 * 24 * 60);

        var record = await shop.ReadAsync(order);
        Assert.Equal(shop.Hub.Now.AddDays(-4), Assert.Single(record.Parcels).DeliveredAt);
        Assert.Equal(shop.Hub.Now + order.Windows.Claim, record.State.Deadlines[OrderDeadline.Claim]);
        Assert.Equal(shop.Hub.Now + order.Windows.Return, record.State.Deadlines[OrderDeadline.Return]);
    }

    [Fact]
    public async Task Scan_told_under_three_ids_is_mailed_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);

        foreach (var id in new[] { "a", "b", "c" })
            await shop.ScanAsync(order, ParcelStatus.AttemptFailed, id);

        Assert.Single(await shop.MailsAsync(order), kind => kind == MailKind.DeliveryProblem);
        Assert.Single(await shop.TimelineAsync(order), kind => kind == "scan_attempt_failed");
    }

    [Fact]
    public async Task Older_attempt_that_is_told_later_is_history()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        await shop.ScanAsync(order, ParcelStatus.AttemptFailed, "second", minutesAgo: 1);

        await shop.ScanAsync(order, ParcelStatus.AttemptFailed, "first", minutesAgo: 20);

        Assert.Single(await shop.MailsAsync(order), kind => kind == MailKind.DeliveryProblem);
        Assert.Equal(2, (await shop.TimelineAsync(order)).Count(kind => kind == "scan_attempt_failed"));
    }

    [Fact]
    public async Task Late_parcel_breaks_its_promise_once_and_names_the_new_day()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        var promised = Assert.Single((await shop.ReadAsync(order)).Parcels).PromisedTo!.Value;
        while (shop.Hub.Now <= promised)
        {
            await shop.Hub.AdvanceAsync(TimeSpan.FromDays(2));
            await shop.ScanAsync(order, ParcelStatus.InTransit, id: $"still-{shop.Hub.Now:o}");
        }

        var parcel = Assert.Single((await shop.ReadAsync(order)).Parcels);
        Assert.True(parcel.PromisedTo > promised);
        Assert.Single(await shop.MailsAsync(order), kind => kind == MailKind.DeliveryDelayed);
        Assert.Contains("delivery_delayed", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Refused_parcel_is_refunded_on_return_less_shipping_and_fee()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop, order => order with { ReturnToSenderFee = 500 });
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "refused", minutesAgo: 30);
        await shop.ScanAsync(order, ParcelStatus.Returned, minutesAgo: 10);

        await shop.InspectAsync(order, ReturnCondition.AsNew);

        await shop.AssertEndedAs(OrderStatus.Refunded, order, kept: new Money(3500, "USD"), shipped: 0);
        Assert.Equal([new Money(12400, "USD")], shop.Payments.Refunds.Values);
    }

    [Fact]
    public async Task Returned_parcel_goes_out_again_and_costs_nothing_more()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PickedUpAsync(shop);
        await shop.ScanAsync(order, ParcelStatus.Returned, minutesAgo: 10);

        await shop.InspectAsync(order, ReturnCondition.AsNew, AfterInspection.ShipAgain);
        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0, parcel: 2);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Recalled_parcel_is_refunded_after_inspection()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Carrier.Intercepts = true;
        var order = await PickedUpAsync(shop);

        await shop.CancelAsync(order);
        Assert.Equal(new CommandOutcome(true, ReasonCode.Recalled), (await shop.ReadAsync(order)).State.Commands["cancel-1"]);
        await shop.ScanAsync(order, ParcelStatus.Returned, minutesAgo: 0);
        await shop.InspectAsync(order, ReturnCondition.AsNew);

        await shop.AssertEndedAs(OrderStatus.Refunded, order, kept: order.ShippingFee, shipped: 0);
    }

    [Fact]
    public async Task Void_by_operations_rebooks_the_parcel_and_the_order_continues()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        var first = Assert.Single((await shop.ReadAsync(order)).Parcels).Waybill;

        await shop.RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, 1),
            OrderEvents.VoidWaybill,
            new VoidWaybill("void-1", "label torn", "ops")
        );

        var parcel = Assert.Single((await shop.ReadAsync(order)).Parcels);
        Assert.True(parcel.Commands["void-1"].Accepted);
        Assert.NotEqual(first, parcel.Waybill);
        Assert.Contains(first!, shop.Carrier.Voided);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Heavy_goods_go_in_two_parcels_and_one_lost_is_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, order => Heavy(shop, order));
        Assert.Equal([18_000, 18_000], shop.Carrier.Bookings.Select(booking => booking.WeightGrams));

        await shop.ScanAsync(order, ParcelStatus.Delivered, parcel: 1);
        Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost", parcel: 2);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - order.Lines[0].UnitPrice);
        Assert.Equal([order.Lines[0].UnitPrice], shop.Payments.Refunds.Values);
    }

    [Fact]
    public async Task Cancel_after_one_of_two_parcels_left_refunds_the_other()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, order => Heavy(shop, order));
        await shop.ScanAsync(order, ParcelStatus.PickedUp, parcel: 1);
        shop.Carrier.HasPickedUp = false;
        await shop.ScanAsync(order, ParcelStatus.Delivered, parcel: 1);
        var before = await shop.ReadAsync(order);
        var simulated = RefundSimulation.RefundOf(
            RefundSimulation.OfRecall(order, before.State, before.Parcels, before.Cases),
            before.State
        );

        await shop.CancelAsync(order);

        var record = await shop.ReadAsync(order);
        Assert.Equal(record.State.Refunded, simulated);
        Assert.Equal(new CommandOutcome(true, ReasonCode.PartlyHandedOver), record.State.Commands["cancel-1"]);
        Assert.DoesNotContain("cancel_refused", await shop.TimelineAsync(order));
        Assert.Equal([false, true], record.Parcels.Select(parcel => parcel.Voided));
        Assert.Equal([order.Lines[0].UnitPrice], shop.Payments.Refunds.Values);
        Assert.Equal(new StockLevel(shop.Wallet, Shop.Seed - 1, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Cancel_of_two_parcels_in_the_warehouse_cancels_the_whole_order()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, order => Heavy(shop, order));

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(2, shop.Carrier.Voided.Count);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
    }

    [Fact]
    public async Task Permanent_failure_after_one_of_two_parcels_left_settles_each_alone()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, order => Heavy(shop, order));
        var unit = order.Lines[0].UnitPrice;

        // What the first parcel holds is given away under its feet: it can never be booked out.
        await shop.Stock.ReleaseAsync(order.OrderId, "order/1");
        await shop.ScanAsync(order, ParcelStatus.PickedUp, parcel: 1);
        await shop.Hub.AdvanceAsync(TimeSpan.FromHours(26));

        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromHours(26));
        await shop.ScanAsync(order, ParcelStatus.Delivered, parcel: 1);

        await shop.AssertEndedAs(
            OrderStatus.Failed,
            order,
            kept: order.Total - unit,
            shipped: 0,
            alerts: ["order_failed", "order_unsettled"]
        );
        var parcels = (await shop.ReadAsync(order)).Parcels;
        Assert.Equal([false, true], parcels.Select(parcel => parcel.Voided));
        Assert.Equal([parcels[1].Waybill!], shop.Carrier.Voided);
        Assert.Equal([unit], shop.Payments.Refunds.Values);
    }

    private static Order Heavy(Shop shop, Order order) => order with { Lines = [shop.Line(shop.Wallet, 2) with { WeightGrams = 18_000 }] };

    private static async Task<Order> PaidAsync(Shop shop, Func<Order, Order>? change = null)
    {
        var order = await shop.PlaceAsync(change);
        await shop.PayAsync(order);
        return order;
    }

    private static async Task<Order> PickedUpAsync(Shop shop, Func<Order, Order>? change = null)
    {
        var order = await PaidAsync(shop, change);
        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 90);
        return order;
    }
}
