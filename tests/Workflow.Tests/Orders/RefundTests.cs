using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Money on its way back: until the customer has it, the order is not at its end.</summary>
public sealed class RefundTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _total = new(15900, "USD");

    [Fact]
    public async Task Order_is_cancelling_until_the_company_says_that_the_refund_arrived()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);

        var record = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.Cancelling, record.State.Status);
        Assert.Equal(RefundStatus.Sent, record.State.Refunds.Single().Status);
        Assert.Equal(0, Ledgers.Refunded(record.Ledger, "USD").Amount);
        Assert.Equal(-15900, Ledgers.Balance(record.Ledger, LedgerAccount.RefundsUnderWay, "USD").Amount);
        Assert.Contains("refund_sent", await shop.TimelineAsync(order));
        Assert.DoesNotContain("refund_settled", await shop.TimelineAsync(order));

        await shop.RaiseAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("re-1", "scripted", PaymentUpdateType.Refunded, _total, "card", null, record.State.Refunds.Single().Reference)
        );
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Contains("refund_settled", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Customer_who_cancels_hears_it_at_once_with_the_refund_under_way()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, _total, "pay-again");
        await shop.CancelAsync(order);

        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));
        Assert.Contains("我们会将 159.00 USD 原路退还给您", await shop.MailTextAsync(order, MailKind.Cancelled), StringComparison.Ordinal);

        foreach (var refund in (await shop.ReadAsync(order)).State.Refunds)
            await shop.SettleRefundAsync(order, refund.Key, refund.Reference, $"settle-{refund.Key}");
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Single(await shop.MailsAsync(order), MailKind.Cancelled);
    }

    [Fact]
    public async Task Refund_that_nobody_confirms_for_a_week_raises_an_alert()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(7));

        Assert.Equal(["refund_unconfirmed"], await shop.AlertsAsync(order));
        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));

        await shop.SettleRefundAsync(order, "cancel", "seen-at-the-bank");
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Refused_refund_raises_an_alert_and_the_order_ends_once_settled()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.RefusesRefunds = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));
        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));

        await shop.SettleRefundAsync(order, "cancel", "bank-transfer-77");

        await shop.AssertEndedAs(OrderStatus.Cancelled, order, refundedElsewhere: _total);
        Assert.Contains(
            (await shop.ReadAsync(order)).Ledger,
            entry => entry is { Kind: LedgerKind.Refunded, Reference: "bank-transfer-77" }
        );
    }

    [Fact]
    public async Task Refused_refund_can_be_retried_under_its_key_and_happens_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.RefusesRefunds = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));

        shop.Payments.RefusesRefunds = false;
        await shop.SettleRefundAsync(order, "cancel", reference: null);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([$"{order.OrderId}:refund:cancel"], shop.Payments.Refunds.Keys);
    }

    [Fact]
    public async Task Crypto_is_refunded_manually_to_an_address_the_customer_gives()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, confirmations: order.Windows.CryptoConfirmations);
        await shop.CancelAsync(order);

        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(["refund_in_kind"], await shop.AlertsAsync(order));
        Assert.Contains(MailKind.RefundAddress, await shop.MailsAsync(order));

        await shop.SettleRefundAsync(order, "cancel", reference: null, id: "retry-1");
        Assert.Single(await shop.TimelineAsync(order), told => told == "refund_in_kind");

        await shop.SettleRefundAsync(order, "cancel", "tx-0xabc");
        Assert.Contains("tx-0xabc", await shop.MailTextAsync(order, MailKind.Refunded, "paid:cancel"), StringComparison.Ordinal);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, refundedElsewhere: _total);
    }

    [Fact]
    public async Task Crypto_that_is_seen_is_authorised_in_the_books_until_it_counts()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, type: PaymentUpdateType.Pending, eventId: "seen", confirmations: 0);
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Authorised, "USD").Amount);

        await shop.PayAsync(order, confirmations: order.Windows.CryptoConfirmations);

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(0, Ledgers.Balance(ledger, LedgerAccount.Authorised, "USD").Amount);
        Assert.Equal(15900, Ledgers.Balance(ledger, LedgerAccount.Provider, "USD").Amount);
    }

    [Fact]
    public async Task Disputed_payment_is_not_refunded_a_second_time()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed);

        await shop.CancelAsync(order);

        Assert.Empty(shop.Payments.Refunds);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, alerts: ["payment_disputed"], refundedElsewhere: _total);
        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(0, Ledgers.Balance(ledger, LedgerAccount.Provider, "USD").Amount);
        Assert.Equal(0, Ledgers.Balance(ledger, LedgerAccount.Disputed, "USD").Amount);
    }

    [Fact]
    public async Task Dispute_that_is_won_leaves_the_books_as_before()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed);
        await shop.PayAsync(order, eventId: "won", type: PaymentUpdateType.DisputeWon);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Provider, "USD").Amount);
    }

    [Fact]
    public async Task Dispute_after_the_orders_end_is_booked_and_raises_an_alert()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.HearLateAsync(order, "chargeback", PaymentUpdateType.Disputed);

        Assert.Equal(["payment_disputed"], await shop.AlertsAsync(order));
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Contains("payment_disputed", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Refund_withheld_for_a_dispute_is_paid_once_the_dispute_is_won()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed);
        await shop.PayAsync(order, eventId: "again");
        Assert.Empty(shop.Payments.Refunds);

        await shop.PayAsync(order, eventId: "won", type: PaymentUpdateType.DisputeWon);

        Assert.Equal(_total, Assert.Single(shop.Payments.Refunds).Value);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Equal(0, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
    }

    [Fact]
    public async Task Dispute_won_after_the_orders_end_pays_the_withheld_refund()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed);
        await shop.CancelAsync(order);
        Assert.Empty(shop.Payments.Refunds);

        await shop.HearLateAsync(order, "won", PaymentUpdateType.DisputeWon);

        Assert.Equal(_total, Assert.Single(shop.Payments.Refunds).Value);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(0, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Contains("refund_sent", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Coins_owed_since_a_late_won_dispute_wait_for_an_address()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(placed => placed with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, confirmations: order.Windows.CryptoConfirmations);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed);
        await shop.CancelAsync(order);

        await shop.HearLateAsync(order, "won", PaymentUpdateType.DisputeWon);

        Assert.Equal(["refund_in_kind"], await shop.AlertsAsync(order));
        Assert.Contains(MailKind.RefundAddress, await shop.MailsAsync(order));
        Assert.Contains("refund_in_kind", await shop.TimelineAsync(order));
    }

    [Theory]
    [InlineData(RefundStatus.Sent, "refund_sent", "late_payment_refunded")]
    [InlineData(RefundStatus.Failed, "refund_failed", "refund_by_hand")]
    public async Task Late_payment_not_yet_back_is_mailed_and_followed(RefundStatus status, string alert, string told)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        shop.Payments.SettlesLater = status == RefundStatus.Sent;
        shop.Payments.RefusesRefunds = status == RefundStatus.Failed;

        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded);

        Assert.Equal([alert], await shop.AlertsAsync(order));
        Assert.Contains(told, await shop.TimelineAsync(order));
        Assert.Contains(MailKind.Refunded, await shop.MailsAsync(order));
        Assert.True(await shop.Orders.IsHandledAsync(order.OrderId, "late"));
    }

    [Fact]
    public async Task Late_payment_the_company_never_answers_for_is_a_task()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        shop.Payments.LoseAnswers = 1000;

        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        Assert.Contains(MailKind.Refunded, await shop.MailsAsync(order));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispute_reported_after_it_was_won_owes_nobody_anything(bool ended)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        if (ended)
            await shop.CancelAsync(order);
        await HearAsync("won", PaymentUpdateType.DisputeWon);
        await HearAsync("chargeback", PaymentUpdateType.Disputed);
        if (!ended)
            await shop.CancelAsync(order);

        Assert.Equal(_total, Assert.Single(shop.Payments.Refunds).Value);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(0, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);

        Task HearAsync(string eventId, PaymentUpdateType type) =>
            ended ? shop.HearLateAsync(order, eventId, type) : shop.PayAsync(order, eventId: eventId, type: type);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_of_late_money_is_settled_by_its_confirmation_and_shown(bool named)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        shop.Payments.SettlesLater = true;
        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded);
        var sent = Assert.Single((await shop.ReadAsync(order)).Refunds);
        Assert.Equal(RefundStatus.Sent, sent.Status);
        Assert.Equal(_total, Assert.Single((await shop.ViewAsync(order)).Payments).Amount);

        await shop.HearLateAsync(order, "other", PaymentUpdateType.Refunded, "of-another");
        Assert.Equal(["payment_differs", "refund_sent"], await shop.AlertsAsync(order));
        await shop.HearLateAsync(order, "arrived", PaymentUpdateType.Refunded, named ? sent.Reference : null);
        await shop.HearLateAsync(order, "arrived-again", PaymentUpdateType.Refunded, named ? sent.Reference : null);

        var record = await shop.ReadAsync(order);
        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));
        Assert.Equal(RefundStatus.Settled, Assert.Single(record.Refunds).Status);
        Assert.Empty(Ledgers.Differences(record.Ledger, Money.Zero("USD")));
        Assert.Single(await shop.TimelineAsync(order), told => told == "refund_settled");
    }

    [Fact]
    public async Task Refund_that_nobody_asked_for_after_the_end_is_for_a_person()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.HearLateAsync(order, "dashboard", PaymentUpdateType.Refunded, "manual-1");
        await shop.HearLateAsync(order, "dashboard-again", PaymentUpdateType.Refunded, "manual-1");

        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Dispute_lost_after_the_end_is_booked_and_raised_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.HearLateAsync(order, "lost-1", PaymentUpdateType.DisputeLost, "du-1");
        await shop.HearLateAsync(order, "lost-2", PaymentUpdateType.DisputeLost, "du-1");
        await shop.HearLateAsync(order, "chargeback", PaymentUpdateType.Disputed, "du-1");

        Assert.Equal(["dispute_lost"], await shop.AlertsAsync(order));
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Contains("dispute_lost", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Dispute_won_with_another_amount_after_the_end_is_not_booked()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.HearLateAsync(order, "chargeback", PaymentUpdateType.Disputed, "du-1");

        await shop.HearLateAsync(order, "won", PaymentUpdateType.DisputeWon, "du-1", new Money(30000, "USD"));

        Assert.Equal(["payment_differs", "payment_disputed"], await shop.AlertsAsync(order));
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
    }

    [Fact]
    public async Task Late_money_is_not_sent_back_beside_a_dispute_in_another_currency()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await shop.HearLateAsync(order, "chargeback", PaymentUpdateType.Disputed, "du-1", new Money(14000, "EUR"));

        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded, "pi-1");

        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(["payment_disputed", "refund_failed"], await shop.AlertsAsync(order));
        Assert.Equal(RefundStatus.Failed, Assert.Single((await shop.ReadAsync(order)).Refunds).Status);
    }
}
