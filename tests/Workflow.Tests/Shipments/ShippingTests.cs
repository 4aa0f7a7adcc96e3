using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Shipments;

public sealed class ShippingTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Scans_in_any_order_and_twice_deliver_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.OutForDelivery, minutesAgo: 30);
        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 90);
        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 10);
        await shop.ScanAsync(order, ParcelStatus.OutForDelivery, id: "again", minutesAgo: 30);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Delivered],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Delivered_as_the_first_scan_ever_is_delivered()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.Delivered);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Contains(MailKind.Shipped, await shop.MailsAsync(order));
    }

    /// <summary>
    /// The engine started the parcel and lost the order's step that called it. Its update reached the order before the order called it
    /// again; no scan comes twice.
    /// </summary>
    [Fact]
    public async Task Parcel_called_again_tells_its_order_how_far_it_had_got()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        var lost = new ParcelState
        {
            Number = 1,
            Lines = [.. order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))],
            Status = ParcelStatus.PickedUp,
            Sequence = 2,
            Carrier = shop.Carrier.Name,
            Waybill = $"W-{order.OrderId}",
            Scans = [new Scan("s-1", shop.Hub.Now, ParcelStatus.PickedUp, null, null, null)],
        };
        await shop.Orders.RecordParcelAsync(new ParcelProgress(order.OrderId, lost));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ParcelUpdate, new ParcelUpdate("p1-2", lost));

        await shop.PayAsync(order);

        Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Returned_parcel_is_refunded_and_restocked_after_inspection()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 50);
        await shop.ScanAsync(order, ParcelStatus.Returning, minutesAgo: 20);
        await shop.ScanAsync(order, ParcelStatus.Returned, minutesAgo: 0);
        Assert.Equal(["parcel_returned"], await shop.AlertsAsync(order));
        Assert.Empty(shop.Payments.Refunds);

        await shop.InspectAsync(order, ReturnCondition.AsNew);

        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 0);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.ParcelReturning, MailKind.Refunded],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Lost_parcel_is_refunded_less_the_licence_that_the_customer_keeps()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, order => order with { Lines = [shop.Line(shop.Wallet), shop.Line(shop.Licence)] });

        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 50);
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost");

        await shop.AssertEndedAs(OrderStatus.Refunded, order, kept: new Money(4900, "USD"), shipped: 1);
    }

    [Fact]
    public async Task Parcel_reported_damaged_is_refunded_in_full_and_not_restocked()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 50);
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "damaged");

        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.Equal(ShipmentOutcome.Damaged, Assert.Single((await shop.ReadAsync(order)).Parcels).Outcome);
        Assert.Contains("parcel_damaged", await shop.TimelineAsync(order));
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Refunded],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Silent_parcel_is_reported_then_presumed_lost_and_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);

        await shop.Hub.AdvanceAsync(order.Windows.Silence);
        Assert.Equal(["silent"], await shop.AlertsAsync(order));
        Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));

        await shop.Hub.AdvanceAsync(order.Windows.Silence);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1, alerts: ["presumed_lost"]);
    }

    [Fact]
    public async Task Parcel_found_after_presumed_lost_is_shown_and_raises_an_alert()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        await shop.Hub.AdvanceAsync(order.Windows.Silence);
        await shop.Hub.AdvanceAsync(order.Windows.Silence);
        Assert.Equal(OrderStatus.Refunded, await shop.StatusAsync(order));

        var scan = new Scan("late", shop.Hub.Now, ParcelStatus.Delivered, null, "深圳", null);
        await shop.Hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "PostCompletionOrchestration",
            new PostCompletionEvent(order.OrderId, Carrier: new CarrierUpdate("late", [scan]), ParcelNumber: 1)
        );

        // The money stays with the customer until a person has decided.
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1, alerts: ["parcel_turned_up", "presumed_lost"]);
        Assert.Contains("late", (await shop.ReadAsync(order)).Parcels.Single().Scans.Select(one => one.ScanId));
    }

    [Fact]
    public async Task Parcel_without_a_pick_up_scan_raises_an_alert_and_continues()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Equal(["no_pick_up"], await shop.AlertsAsync(order));

        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Parcel_never_picked_up_is_voided_and_refunded_in_the_end()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(5) + (2 * order.Windows.Silence));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order, alerts: ["never_picked_up"]);
        Assert.Single(shop.Carrier.Voided);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
    }

    [Fact]
    public async Task Parcel_that_never_moved_and_cannot_be_voided_is_presumed_lost()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        shop.Carrier.HasPickedUp = true;

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(5) + (2 * order.Windows.Silence));

        Assert.Equal(["presumed_lost"], await shop.AlertsAsync(order));
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.True((await shop.ReadAsync(order)).State.IsFinal);
    }

    [Fact]
    public async Task Carrier_that_refuses_the_parcel_means_refund_and_cancel()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Carrier.RefusesParcels = true;

        var order = await PaidAsync(shop);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([ReasonCode.CarrierRefused], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }

    [Fact]
    public async Task Booking_whose_answer_was_lost_has_one_waybill()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Carrier.LoseAnswers = 3;
        var order = await PaidAsync(shop);

        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var waybill = Assert.Single(shop.Carrier.Waybills).Value;
        Assert.Equal(waybill, Assert.Single((await shop.ReadAsync(order)).Parcels).Waybill);
    }

    [Fact]
    public async Task Failed_attempt_is_shown_and_left_again()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.ScanAsync(order, ParcelStatus.PickedUp, minutesAgo: 90);
        await shop.ScanAsync(order, ParcelStatus.OutForDelivery, minutesAgo: 60);

        await shop.ScanAsync(order, ParcelStatus.AttemptFailed, minutesAgo: 30);
        Assert.Equal(ParcelStatus.AttemptFailed, Assert.Single((await shop.ReadAsync(order)).Parcels).Status);

        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
    }

    private static async Task<Order> PaidAsync(Shop shop, Func<Order, Order>? change = null)
    {
        var order = await shop.PlaceAsync(change);
        await shop.PayAsync(order);
        return order;
    }
}
