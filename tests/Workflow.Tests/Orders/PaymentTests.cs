using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class PaymentTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Unpaid_order_is_reminded_at_half_time_and_cancelled_at_the_end()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.Hub.AdvanceAsync((order.Windows.Payment / 2) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(MailKind.PaymentReminder, await shop.MailsAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(MailKind.PaymentReminder, await shop.MailsAsync(order));
        await shop.Hub.AdvanceAsync((order.Windows.Payment / 2) - TimeSpan.FromSeconds(1));
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));

        await shop.Hub.AdvanceAsync(TimeSpan.FromSeconds(1));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([ReasonCode.PaymentTimeout], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.PaymentReminder, MailKind.Cancelled],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Short_payment_stays_open_and_says_what_is_missing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, new Money(10000, "USD"), "pay-1");
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Contains(MailKind.PaymentShort, await shop.MailsAsync(order));

        await shop.PayAsync(order, new Money(5900, "USD"), "pay-2");
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Short_payment_goes_back_when_the_window_ends()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, new Money(10000, "USD"));

        await shop.Hub.AdvanceAsync(order.Windows.Payment);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(10000, shop.Payments.Refunds.Values.Sum(refund => refund.Amount));
    }

    [Fact]
    public async Task Overpayment_is_refunded_down_to_the_total()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, order.Total + new Money(700, "USD"));

        Assert.Equal([new Money(700, "USD")], shop.Payments.Refunds.Values);
        Assert.Contains(MailKind.Refunded, await shop.MailsAsync(order));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Theory]
    [InlineData(OrderStatus.Preparing)]
    [InlineData(OrderStatus.Shipped)]
    [InlineData(OrderStatus.Delivered)]
    public async Task Second_payment_is_refunded_in_full_whenever_it_comes(OrderStatus stage)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        if (stage >= OrderStatus.Shipped)
            await shop.ScanAsync(order, ParcelStatus.PickedUp);
        if (stage == OrderStatus.Delivered)
            await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0);
        Assert.Equal(stage, await shop.StatusAsync(order));

        await shop.PayAsync(order, eventId: "pay-2");

        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.Equal(stage, await shop.StatusAsync(order));
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Same_payment_event_twice_counts_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, new Money(10000, "USD"));
        await shop.PayAsync(order, new Money(10000, "USD"));

        Assert.Equal(new Money(10000, "USD"), (await shop.ReadAsync(order)).State.Captured);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Payment_that_comes_before_the_order_waits_for_it_counts()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.StartAsync();

        await shop.Hub.Client.RaiseEventAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("pay-1", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", Confirmations: null)
        );
        await shop.Hub.RunUntilIdleAsync();

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Payment_in_another_currency_is_refunded_and_the_order_still_waits()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, new Money(15900, "EUR"));

        Assert.Equal([new Money(15900, "EUR")], shop.Payments.Refunds.Values);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Payment_after_the_cancellation_is_refunded_in_full()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);

        // What the webhook pump does with an event that finds its order ended.
        var late = new PostCompletionEvent(
            order.OrderId,
            new PaymentUpdate("pay-late", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null)
        );
        await shop.Hub.Client.ScheduleNewOrchestrationInstanceAsync("PostCompletionOrchestration", late);
        await shop.Hub.RunUntilIdleAsync();

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(order.Total, Ledgers.Captured(ledger, "USD"));
        Assert.Empty(Ledgers.Differences(ledger, Money.Zero("USD")));
        Assert.Contains(MailKind.Refunded, await shop.MailsAsync(order));
        Assert.True(await shop.Orders.IsHandledAsync(order.OrderId, "pay-late"));
    }

    [Fact]
    public async Task Failed_payment_leaves_the_window_open()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, type: PaymentUpdateType.Failed, eventId: "fail-1");
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));

        await shop.PayAsync(order);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Crypto_that_was_seen_extends_the_window_once_and_counts_when_confirmed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        var windows = order.Windows;

        await shop.PayAsync(order, type: PaymentUpdateType.Pending, eventId: "seen-0", confirmations: 0);
        await shop.Hub.AdvanceAsync(windows.PaymentCrypto + TimeSpan.FromMinutes(1));
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Equal(
            order.PlacedAt + windows.PaymentCrypto + windows.CryptoGrace,
            (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Payment]
        );

        await shop.PayAsync(order, eventId: "seen-2", confirmations: windows.CryptoConfirmations - 1);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Equal(
            order.PlacedAt + windows.PaymentCrypto + windows.CryptoGrace,
            (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Payment]
        );

        await shop.PayAsync(order, eventId: "seen-3", confirmations: windows.CryptoConfirmations);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Crypto_that_never_confirms_is_cancelled_after_the_grace()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, type: PaymentUpdateType.Pending, eventId: "seen-0");

        await shop.Hub.AdvanceAsync(order.Windows.PaymentCrypto + order.Windows.CryptoGrace);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Refund_whose_answer_was_lost_is_paid_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.LoseAnswers = 3;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, order.Total + new Money(700, "USD"));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([new Money(700, "USD")], shop.Payments.Refunds.Values);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }
}
