using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>While the bank has the money, nothing leaves the shop until a person says so.</summary>
public sealed class DisputeHoldTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _total = new(15900, "USD");

    [Fact]
    public async Task Dispute_before_hand_over_holds_the_parcel_until_a_person_releases_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        var waybill = (await shop.ReadAsync(order)).Parcels.Single().Waybill;

        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(10));

        var held = await shop.ReadAsync(order);
        Assert.True(held.Parcels.Single() is { Held: true, HandedOver: false, Outcome: null });
        Assert.NotNull(held.State.HeldSince);
        Assert.Equal(["order_held", "payment_disputed"], await shop.AlertsAsync(order));
        Assert.Null((await shop.ViewAsync(order)).Parcels.Single().Waybill);
        Assert.Contains("暂停", (await shop.ViewAsync(order)).Next!.Why, StringComparison.Ordinal);

        await ReleaseAsync(shop, order);

        var released = (await shop.ReadAsync(order)).Parcels.Single();
        Assert.False(released.Held);
        Assert.NotEqual(waybill, released.Waybill);
        Assert.Equal(["payment_disputed"], await shop.AlertsAsync(order));
        await shop.DeliverAsync(order);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Dispute_before_the_payment_holds_the_order_once_it_is_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        await shop.PayAsync(order);

        var held = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.Preparing, held.State.Status);
        Assert.True(held.Parcels.Single() is { Held: true, Waybill: null });

        await shop.CancelAsync(order);
        Assert.Empty(shop.Payments.Refunds);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, alerts: ["payment_disputed"], refundedElsewhere: _total);
    }

    [Fact]
    public async Task Cancelling_a_held_order_refunds_only_what_the_bank_left()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, new Money(10000, "USD"), "chargeback", PaymentUpdateType.Disputed, reference: "du-1");

        await shop.CancelAsync(order);

        Assert.Equal([new Money(5900, "USD")], shop.Payments.Refunds.Values);
        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal(OrderStatus.Cancelled, state.Status);
        Assert.Equal(new Money(10000, "USD"), state.RefundedByBank);
        Assert.Null(state.HeldSince);
    }

    [Fact]
    public async Task Dispute_that_is_won_lets_the_parcel_go()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);

        await DisputeAsync(shop, order, PaymentUpdateType.DisputeWon);

        Assert.False((await shop.ReadAsync(order)).Parcels.Single().Held);
        await shop.DeliverAsync(order);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Held_licences_are_not_given_out()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [order.Lines[0] with { Kind = ProductKind.Digital }] });
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        await shop.PayAsync(order);
        Assert.DoesNotContain(MailKind.Licences, await shop.MailsAsync(order));

        await ReleaseAsync(shop, order);

        Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Held_licences_beside_a_parcel_are_given_out_on_release()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet), shop.Line(shop.Licence)] });
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        await shop.PayAsync(order);
        Assert.DoesNotContain(MailKind.Licences, await shop.MailsAsync(order));

        await ReleaseAsync(shop, order);

        Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Parcel_that_the_carrier_has_is_not_held()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);

        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);

        Assert.Null((await shop.ReadAsync(order)).State.HeldSince);
        Assert.Equal(["payment_disputed"], await shop.AlertsAsync(order));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lost_dispute_holds_and_is_set_off_though_it_comes_first(bool alone)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);

        await DisputeAsync(shop, order, PaymentUpdateType.DisputeLost);
        if (!alone)
            await DisputeAsync(shop, order, PaymentUpdateType.Disputed);

        var held = await shop.ReadAsync(order);
        Assert.NotNull(held.State.HeldSince);
        Assert.True(held.Parcels.Single().Held);
        Assert.Equal(15900, Ledgers.Balance(held.Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Equal(["dispute_lost", "order_held"], await shop.AlertsAsync(order));

        await shop.CancelAsync(order);
        Assert.Empty(shop.Payments.Refunds);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, alerts: ["dispute_lost"], refundedElsewhere: _total);
    }

    [Fact]
    public async Task Lost_dispute_ends_what_was_asked_and_keeps_the_hold()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);

        await DisputeAsync(shop, order, PaymentUpdateType.DisputeLost);

        var held = await shop.ReadAsync(order);
        Assert.NotNull(held.State.HeldSince);
        Assert.Equal(15900, Ledgers.Balance(held.Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Equal(["dispute_lost", "order_held"], await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Goods_sent_again_are_held_while_the_payment_is_disputed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        await shop.ScanAsync(order, ParcelStatus.Returning);
        await shop.ScanAsync(order, ParcelStatus.Returned);
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        Assert.Null((await shop.ReadAsync(order)).State.HeldSince);

        await shop.InspectAsync(order, ReturnCondition.AsNew, AfterInspection.ShipAgain);

        var held = await shop.ReadAsync(order);
        Assert.NotNull(held.State.HeldSince);
        Assert.True(held.Parcels.Single(parcel => parcel.Number == 2) is { Held: true, Waybill: null });
        Assert.Contains("order_held", await shop.AlertsAsync(order));

        await ReleaseAsync(shop, order);

        var released = await shop.ReadAsync(order);
        Assert.Null(released.State.HeldSince);
        Assert.True(released.Parcels.Single(parcel => parcel.Number == 2) is { Held: false, Waybill: not null });
        Assert.DoesNotContain("order_held", await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Held_parcel_that_the_carrier_took_ends_hold_and_calls_somebody()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await DisputeAsync(shop, order, PaymentUpdateType.Disputed);
        Assert.True((await shop.ReadAsync(order)).Parcels.Single().Held);

        await shop.ScanAsync(order, ParcelStatus.PickedUp);

        var gone = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.Shipped, gone.State.Status);
        Assert.Null(gone.State.HeldSince);
        Assert.Equal(["payment_disputed", "voided_parcel_moves"], await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Order_that_was_released_is_held_again_by_another_dispute()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, new Money(5000, "USD"), "first", PaymentUpdateType.Disputed, reference: "du-1");
        await ReleaseAsync(shop, order);

        await shop.PayAsync(order, new Money(6000, "USD"), "second", PaymentUpdateType.Disputed, reference: "du-2");
        Assert.Contains("order_held", await shop.AlertsAsync(order));
        await shop.PayAsync(order, new Money(6000, "USD"), "won", PaymentUpdateType.DisputeWon, reference: "du-2");

        Assert.Null((await shop.ReadAsync(order)).State.HeldSince);
        Assert.Equal(["payment_disputed"], await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Order_that_is_not_held_refuses_to_be_released()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await ReleaseAsync(shop, order);

        Assert.Equal(ReasonCode.NotHeld, Assert.Single((await shop.ReadAsync(order)).State.Commands.Values).Reason);
    }

    private static Task DisputeAsync(Shop shop, Order order, PaymentUpdateType type) =>
        shop.PayAsync(order, eventId: OrderJson.Name(type), type: type, reference: "du-1");

    private static Task ReleaseAsync(Shop shop, Order order) =>
        shop.RaiseAsync(order.OrderId, OrderEvents.HoldDecision, new HoldDecision("release-1", "wang"));
}
