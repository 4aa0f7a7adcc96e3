using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>A payment, refund or dispute counts once, under however many events its company tells of it, in whatever order.</summary>
public sealed class PaymentIdentityTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _total = new(15900, "USD");

    [Fact]
    public async Task Card_payment_told_under_two_events_counts_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, eventId: "session-completed", reference: "pi-1");
        await shop.PayAsync(order, eventId: "intent-succeeded", reference: "pi-1");

        Assert.Equal(_total, (await shop.ReadAsync(order)).State.Captured);
        Assert.Empty(shop.Payments.Refunds);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        await HearLateAsync(shop, order, Told("charge-succeeded", PaymentUpdateType.Succeeded, "pi-1"));

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(_total, Ledgers.Captured(ledger, "USD"));
        Assert.Empty(Ledgers.Differences(ledger, _total));
        Assert.Empty(shop.Payments.Refunds);
        Assert.Empty(await shop.AlertsAsync(order));
    }

    /// <summary>
    /// The engine may run a step that it decides again with its events in another order: what the first one booked is then there.
    /// </summary>
    [Theory]
    [InlineData(PaymentUpdateType.Failed, "nameless", "named")]
    [InlineData(PaymentUpdateType.Failed, "named", "nameless")]
    [InlineData(PaymentUpdateType.Succeeded, "nameless", "named")]
    [InlineData(PaymentUpdateType.Succeeded, "named", "nameless")]
    public async Task Payment_is_booked_alike_in_whatever_order_it_is_told(PaymentUpdateType nameless, params string[] told)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        foreach (var name in told)
        {
            if (name == "named")
                await shop.PayAsync(order, eventId: name, reference: "pi-1");
            else
                await shop.PayAsync(order, eventId: name, type: nameless);
        }

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal("captured:USD-15900", Assert.Single(ledger, entry => entry.Kind == LedgerKind.Captured).Key);
    }

    [Theory]
    [InlineData("tx-1")]
    [InlineData(null)]
    public async Task Coins_told_at_each_confirmation_count_once(string? reference)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });

        for (var depth = 1; depth <= 6; depth++)
            await shop.PayAsync(order, eventId: $"depth-{depth}", confirmations: depth, reference: reference);
        await shop.PayAsync(order, eventId: "stale", type: PaymentUpdateType.Pending, confirmations: 1, reference: reference);

        var record = await shop.ReadAsync(order);
        Assert.Equal(_total, record.State.Captured);
        Assert.Equal(_total, Ledgers.Captured(record.Ledger, "USD"));
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Authorised, "USD").Amount);
        Assert.Empty(record.State.Refunds);
        Assert.Equal(PaymentStatus.Received, Assert.Single(record.State.Payments).Status);
        Assert.Equal(OrderStatus.Preparing, record.State.Status);
    }

    [Fact]
    public async Task Late_coins_told_under_three_events_go_back_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        await shop.Hub.AdvanceAsync(order.Windows.PaymentCrypto);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);

        for (var depth = 3; depth <= 5; depth++)
            await HearLateAsync(shop, order, Told($"depth-{depth}", PaymentUpdateType.Succeeded, "tx-1") with { Confirmations = depth });

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(_total, Ledgers.Captured(ledger, "USD"));
        Assert.Equal(-15900, Ledgers.Balance(ledger, LedgerAccount.RefundsUnderWay, "USD").Amount);
        Assert.Equal(["refund_in_kind"], await shop.AlertsAsync(order));
        Assert.Contains(MailKind.RefundAddress, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Received_payment_told_with_another_amount_is_for_a_person()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, eventId: "first", reference: "pi-1");
        await shop.PayAsync(order, new Money(16000, "USD"), eventId: "second", reference: "pi-1");

        Assert.Equal(_total, (await shop.ReadAsync(order)).State.Captured);
        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Seen_coins_count_by_the_amount_that_is_confirmed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });

        await SeeAsync(15800, "seen-0", confirmations: 0);
        await SeeAsync(15900, "seen-1", confirmations: 1);
        var seen = await shop.ReadAsync(order);
        Assert.Equal(15900, Ledgers.Balance(seen.Ledger, LedgerAccount.Authorised, "USD").Amount);
        Assert.Equal(_total, seen.State.Seen);
        await shop.PayAsync(order, eventId: "there", confirmations: 3, reference: "tx-1");

        var record = await shop.ReadAsync(order);
        Assert.Equal(_total, record.State.Captured);
        Assert.Equal(0, record.State.Seen.Amount);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Authorised, "USD").Amount);

        Task SeeAsync(long amount, string eventId, int confirmations) =>
            shop.PayAsync(
                order,
                new Money(amount, "USD"),
                eventId,
                PaymentUpdateType.Pending,
                confirmations: confirmations,
                reference: "tx-1"
            );
    }

    [Theory]
    [InlineData("tx-1")]
    [InlineData(null)]
    public async Task Coins_that_fail_after_they_were_seen_are_asked_for_again(string? failed)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, eventId: "seen", type: PaymentUpdateType.Pending, confirmations: 1, reference: "tx-1");
        Assert.Null((await shop.ViewAsync(order)).PaymentUrl);

        await shop.PayAsync(order, eventId: "failed", type: PaymentUpdateType.Failed, reference: failed);

        var record = await shop.ReadAsync(order);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Authorised, "USD").Amount);
        Assert.Equal(0, record.State.Seen.Amount);
        Assert.Contains(MailKind.PaymentFailed, await shop.MailsAsync(order));
        var view = await shop.ViewAsync(order);
        Assert.NotNull(view.PaymentUrl);
        Assert.Equal(_total, view.AmountDue);
        Assert.Contains("失败", view.Next!.Why, StringComparison.Ordinal);

        await shop.PayAsync(order, eventId: "again", confirmations: 3, reference: "tx-2");
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Failed_card_is_mailed_once_and_may_succeed_after_all()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, eventId: "failed-1", type: PaymentUpdateType.Failed, reference: "pi-1");
        await shop.PayAsync(order, eventId: "failed-2", type: PaymentUpdateType.Failed, reference: "pi-1");
        Assert.Single(await shop.MailsAsync(order), mail => mail == MailKind.PaymentFailed);
        Assert.Contains("重新付款", (await shop.ViewAsync(order)).Next!.Text, StringComparison.Ordinal);

        await shop.PayAsync(order, reference: "pi-1");
        await shop.PayAsync(order, eventId: "failed-late", type: PaymentUpdateType.Failed, reference: "pi-1");

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Single(await shop.MailsAsync(order), mail => mail == MailKind.PaymentFailed);
        Assert.Empty(await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Money_in_another_currency_is_mailed_and_sent_back_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, new Money(15900, "EUR"), "eur-1", reference: "pi-1");
        await shop.PayAsync(order, new Money(15900, "EUR"), "eur-2", reference: "pi-1");

        Assert.Equal([new Money(15900, "EUR")], shop.Payments.Refunds.Values);
        Assert.Single(await shop.MailsAsync(order), mail => mail == MailKind.PaymentWrongCurrency);
        Assert.Empty(Ledgers.Differences((await shop.ReadAsync(order)).Ledger, Money.Zero("USD")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispute_told_twice_is_booked_and_won_once(bool ended)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        if (ended)
            await shop.PassWindowsAsync(order);

        await HearAsync("created", PaymentUpdateType.Disputed);
        await HearAsync("funds-withdrawn", PaymentUpdateType.Disputed);
        Assert.Equal(15900, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        await HearAsync("closed-won", PaymentUpdateType.DisputeWon);
        await HearAsync("funds-reinstated", PaymentUpdateType.DisputeWon);

        Assert.Equal(0, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Empty(await shop.AlertsAsync(order));
        Assert.Empty(shop.Payments.Refunds);

        Task HearAsync(string eventId, PaymentUpdateType type) =>
            ended
                ? HearLateAsync(shop, order, Told(eventId, type, "du-1"))
                : shop.PayAsync(order, eventId: eventId, type: type, reference: "du-1");
    }

    [Fact]
    public async Task Dispute_in_another_currency_is_in_the_books()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, new Money(5000, "EUR"), "chargeback", PaymentUpdateType.Disputed);

        Assert.Equal(5000, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "EUR").Amount);
        await shop.PayAsync(order, new Money(5000, "EUR"), "eur-1");

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(0, Ledgers.Balance(ledger, LedgerAccount.Disputed, "EUR").Amount);
        Assert.Empty(Ledgers.Differences(ledger, Money.Zero("USD")));
    }

    [Fact]
    public async Task Late_payment_that_its_bank_took_back_is_not_refunded_again()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await HearLateAsync(shop, order, Told("chargeback", PaymentUpdateType.Disputed, "du-1"));

        await HearLateAsync(shop, order, Told("pay-late", PaymentUpdateType.Succeeded, "pi-1"));

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Empty(shop.Payments.Refunds);
        Assert.Empty(Ledgers.Differences(ledger, Money.Zero("USD")));
        Assert.Equal(0, Ledgers.Balance(ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Contains("refund_by_bank", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Refund_that_arrived_with_another_amount_is_for_a_person()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        var reference = (await shop.ReadAsync(order)).State.Refunds.Single().Reference;

        await shop.PayAsync(order, new Money(15000, "USD"), "arrived", PaymentUpdateType.Refunded, reference: reference);

        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));
        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));
    }

    [Theory]
    [InlineData(5000, 21000)]
    [InlineData(15900, 10000)]
    public async Task Dispute_won_with_another_amount_is_for_a_person(long disputed, long won)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, new Money(disputed, "USD"), "chargeback", PaymentUpdateType.Disputed, reference: "du-1");

        await shop.PayAsync(order, new Money(won, "USD"), "won", PaymentUpdateType.DisputeWon, reference: "du-1");
        await shop.PayAsync(order, new Money(won, "USD"), "won-nameless", PaymentUpdateType.DisputeWon);

        var record = await shop.ReadAsync(order);
        Assert.Equal(disputed, Ledgers.Balance(record.Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.NotNull(record.State.HeldSince);
        Assert.Contains("payment_differs", await shop.AlertsAsync(order));

        await shop.PayAsync(order, new Money(disputed, "USD"), "won-right", PaymentUpdateType.DisputeWon, reference: "du-1");

        Assert.Equal(0, Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount);
        Assert.Null((await shop.ReadAsync(order)).State.HeldSince);
        Assert.Empty(await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Refund_that_nobody_asked_for_stops_the_next_until_decided()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);

        await shop.PayAsync(order, eventId: "dashboard", type: PaymentUpdateType.Refunded, reference: "manual-1");
        await shop.PayAsync(order, eventId: "dashboard-again", type: PaymentUpdateType.Refunded, reference: "manual-1");
        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));

        await shop.CancelAsync(order);
        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(["payment_differs", "refund_failed"], await shop.AlertsAsync(order));

        await shop.SettleRefundAsync(order, "cancel", "manual-1");
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, refundedElsewhere: _total);
    }

    [Fact]
    public async Task Refund_that_was_refused_is_settled_by_one_made_by_hand()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.RefusesRefunds = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);

        await shop.PayAsync(order, eventId: "dashboard", type: PaymentUpdateType.Refunded, reference: "manual-1");

        await shop.AssertEndedAs(OrderStatus.Cancelled, order, refundedElsewhere: _total);
    }

    [Fact]
    public async Task Dispute_in_another_currency_leaves_the_refund_to_a_person()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, new Money(14000, "EUR"), "chargeback", PaymentUpdateType.Disputed, reference: "du-1");

        await shop.CancelAsync(order);

        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(["payment_disputed", "refund_failed"], await shop.AlertsAsync(order));
        Assert.Equal(RefundStatus.Failed, Assert.Single((await shop.ReadAsync(order)).State.Refunds).Status);

        await shop.SettleRefundAsync(order, "cancel", reference: null);
        Assert.Equal([_total], shop.Payments.Refunds.Values);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, alerts: ["payment_disputed"]);
    }

    [Theory]
    [InlineData(PaymentMethod.Crypto)]
    [InlineData(PaymentMethod.Card)]
    public async Task Payment_told_without_and_with_its_name_counts_once(PaymentMethod method)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { PaymentMethod = method });

        await shop.PayAsync(order, eventId: "seen", type: PaymentUpdateType.Pending, confirmations: 0);
        await shop.PayAsync(order, eventId: "named", confirmations: 6, reference: "tx-1");
        await shop.PayAsync(order, eventId: "nameless", confirmations: 6);

        var record = await shop.ReadAsync(order);
        Assert.Equal(_total, record.State.Captured);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Authorised, "USD").Amount);
        Assert.Single(record.State.Payments);
        Assert.Empty(await shop.AlertsAsync(order));

        await shop.PayAsync(order, eventId: "second", confirmations: 6, reference: "tx-2");
        Assert.Equal(_total * 2, (await shop.ReadAsync(order)).State.Captured);
    }

    [Fact]
    public async Task Nameless_payment_is_told_again_by_its_name_only_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.PayAsync(order, eventId: "nameless");
        await shop.PayAsync(order, eventId: "named", reference: "pi-1");
        Assert.Equal(_total, (await shop.ReadAsync(order)).State.Captured);
        await shop.PayAsync(order, eventId: "other", reference: "pi-2");

        Assert.Equal(_total * 2, (await shop.ReadAsync(order)).State.Captured);
        Assert.Equal([_total], shop.Payments.Refunds.Values);
    }

    [Theory]
    [InlineData(PaymentUpdateType.Failed)]
    [InlineData(PaymentUpdateType.Succeeded)]
    public async Task Two_late_payments_share_no_nameless_one(PaymentUpdateType nameless)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        if (nameless == PaymentUpdateType.Failed)
            await shop.PayAsync(order, eventId: "nameless", type: nameless);
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        if (nameless == PaymentUpdateType.Succeeded)
            await HearLateAsync(shop, order, Told("nameless", nameless, reference: null));

        foreach (var reference in new[] { "pi-1", "pi-2", "pi-1", "pi-2" })
            await HearLateAsync(shop, order, Told(Guid.NewGuid().ToString(), PaymentUpdateType.Succeeded, reference));

        var ledger = (await shop.ReadAsync(order)).Ledger;
        Assert.Equal(_total * 2, Ledgers.Captured(ledger, "USD"));
        Assert.Equal([_total, _total], shop.Payments.Refunds.Values);
        Assert.Empty(Ledgers.Differences(ledger, Money.Zero("USD")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_won_disputes_share_no_nameless_one(bool late)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        if (!late)
            await shop.PayAsync(order, eventId: "nameless", type: PaymentUpdateType.Disputed);
        await shop.PassWindowsAsync(order);
        if (late)
            await HearLateAsync(shop, order, Told("nameless", PaymentUpdateType.Disputed, reference: null));

        foreach (var reference in new[] { "du-1", "du-1", "du-2" })
            await HearLateAsync(shop, order, Told(Guid.NewGuid().ToString(), PaymentUpdateType.DisputeWon, reference));
        Assert.Equal(-15900, await TakenAsync());
        await HearLateAsync(shop, order, Told("du-2-created", PaymentUpdateType.Disputed, "du-2"));

        Assert.Equal(0, await TakenAsync());
        Assert.Empty(shop.Payments.Refunds);

        async Task<long> TakenAsync() => Ledgers.Balance((await shop.ReadAsync(order)).Ledger, LedgerAccount.Disputed, "USD").Amount;
    }

    [Fact]
    public async Task Alert_of_a_refund_that_differed_ends_with_the_right_confirmation()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        var reference = (await shop.ReadAsync(order)).State.Refunds.Single().Reference;

        await shop.PayAsync(order, new Money(15000, "USD"), "wrong", PaymentUpdateType.Refunded, reference: reference);
        await shop.PayAsync(order, eventId: "right", type: PaymentUpdateType.Refunded, reference: reference);
        await shop.PayAsync(order, eventId: "again", type: PaymentUpdateType.Refunded, reference: reference);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    private static PaymentUpdate Told(string eventId, PaymentUpdateType type, string? reference) =>
        new(eventId, "scripted", type, _total, "card", null, reference);

    /// <summary>What the webhook pump does with an event that finds its order ended.</summary>
    private static async Task HearLateAsync(Shop shop, Order order, PaymentUpdate update)
    {
        var late = new PostCompletionEvent(order.OrderId, update);
        await shop.Hub.Client.ScheduleNewOrchestrationInstanceAsync("PostCompletionOrchestration", late);
        await shop.Hub.RunUntilIdleAsync();
    }
}
