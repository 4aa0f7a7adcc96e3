using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down what a payment provider said after an order's end: money that has to go back, or a dispute that a person has to answer.
/// Keyed by the payment, refund or dispute that it tells of: told under another event, before the order's end or after it, it is no news.
/// </summary>
public sealed class RecordPostCompletionPayment(OrderStore orders, OpsAlerts alerts, TimeProvider time)
{
    [Function(nameof(RecordPostCompletionPayment))]
    public async Task<PostCompletionMoney> RunAsync([ActivityTrigger] PostCompletionPayment late, CancellationToken cancellation)
    {
        // Who takes an event for late may have stood still since before the order took it.
        var payment = late.Payment;
        if (await orders.IsHandledAsync(late.OrderId, payment.EventId, cancellation))
            return new PostCompletionMoney();

        var record = await FindAsync(late.OrderId, cancellation);
        var order = record.Order;
        var id = PaymentIds.Of(payment, order.PaymentMethod);
        var known = FindPayment();
        while (payment.IsOfPayment && known is { Name: null } && await IsNamedAsync(known.Id, known.Amount))
            known = FindPayment();
        var verdict = PaymentRules.Judge(order, payment, known);
        switch (verdict)
        {
            case PaymentVerdict.Counts or PaymentVerdict.WrongCurrency:
                return await IsOursAsync(LateEntries.Capture(known?.Id ?? id), LedgerKind.Captured)
                    ? await BackAsync(LateEntries.RefundKey(payment.EventId), await LessThanBankHasAsync(late, cancellation))
                    : new PostCompletionMoney();

            case PaymentVerdict.Disputed
            or PaymentVerdict.DisputeWon
            or PaymentVerdict.DisputeLost:
                return await TakeDisputeAsync();

            case PaymentVerdict.RefundSettled:
                return await ConfirmAsync(record, payment, cancellation);

            case PaymentVerdict.RefundFailed:
                return await TakeBackAsync(record, payment, cancellation);

            case PaymentVerdict.Contradicts:
                await AlertAsync(
                    $"payment-differs:{late.OrderId}:{payment.EventId}",
                    AlertKind.PaymentDiffers,
                    $"A payment of {known?.Amount} is in the books, and the payment provider tells of it after the order's end as "
                        + $"{OrderJson.Name(payment.Type)}, {payment.Amount} ({payment.EventId}). Nothing was booked for that."
                );
                break;
        }

        return new PostCompletionMoney();

        // What the books were told before this event.
        List<LedgerEntry> Told() => [.. record.Ledger.Where(entry => entry.Reference != payment.EventId)];

        PaymentState? FindPayment() => PaymentIds.Find(LateEntries.Payments(record.State.Payments, Told()), payment, order.PaymentMethod);

        // The first name that something nameless is told by is its own: told by another, it is something else.
        async Task<bool> IsNamedAsync(string nameless, Money amount)
        {
            if (PaymentIds.NameOf(payment) is not { } name)
                return false;
            await orders.AppendLedgerAsync(late.OrderId, LateEntries.Named(nameless, amount, name, time.GetUtcNow()), cancellation);
            record = await FindAsync(late.OrderId, cancellation);
            return true;
        }

        DisputeState? FindDispute()
        {
            var told = Told();
            return PaymentIds.FindDispute(
                LateEntries.Disputes(record.State.Disputes, told),
                payment,
                one =>
                    told.Exists(entry =>
                        entry.Key == LateEntries.Dispute(one.Id) || entry.Key == LateEntries.InTime(LateEntries.Dispute(one.Id))
                    )
            );
        }

        async Task<PostCompletionMoney> TakeDisputeAsync()
        {
            var dispute = FindDispute();
            while (dispute is { Name: null } && await IsNamedAsync(dispute.Id, dispute.Amount))
                dispute = FindDispute();
            var disputeId = dispute?.Id ?? id;
            if (dispute?.Contradicts(payment) == true)
            {
                await AlertAsync(
                    $"{DisputeAlerts.Differs(late.OrderId, disputeId)}{payment.EventId}",
                    AlertKind.PaymentDiffers,
                    DisputeAlerts.DiffersText(dispute, payment)
                );
                return new PostCompletionMoney();
            }

            var (open, lost) = (DisputeAlerts.Open(late.OrderId, disputeId), DisputeAlerts.Lost(late.OrderId, disputeId));
            switch (verdict)
            {
                case PaymentVerdict.Disputed:
                    // Of one that was won before we heard of it, this is only the other half of the books.
                    if (await IsOursAsync(LateEntries.Dispute(disputeId), LedgerKind.Disputed) && dispute is null)
                        await AlertAsync(
                            open,
                            AlertKind.PaymentDisputed,
                            $"The customer's bank took {payment.Amount} back after the order's end. Answer it with the order's history."
                        );
                    break;

                case PaymentVerdict.DisputeLost:
                    // The bank has the money, whether or not we heard that it had taken it.
                    await IsOursAsync(LateEntries.Dispute(disputeId), LedgerKind.Disputed);
                    await alerts.ResolveAsync([open], cancellation: cancellation);
                    await AlertAsync(lost, AlertKind.DisputeLost, $"{payment.Amount} stays with the customer's bank: a loss.");
                    break;

                case PaymentVerdict.DisputeWon when await IsOursAsync(LateEntries.DisputeWon(disputeId), LedgerKind.DisputeWon):
                    await alerts.ResolveAsync([open, lost], cancellation: cancellation);
                    if (await OweAgainAsync(late, cancellation) is { Amount: > 0 } owed)
                        return await BackAsync(RefundEntries.AfterDispute(payment.EventId), owed);
                    break;
            }

            return new PostCompletionMoney();
        }

        // The entry of whoever was first stands. The same event again finds its own.
        async Task<bool> IsOursAsync(string key, LedgerKind kind)
        {
            if (record.Ledger.Any(entry => entry.Key == LateEntries.InTime(key)))
                return false;
            await orders.AppendLedgerAsync(
                late.OrderId,
                new LedgerEntry(key, kind, payment.Amount, time.GetUtcNow(), payment.EventId),
                cancellation
            );
            return (await FindAsync(late.OrderId, cancellation)).Ledger.Single(entry => entry.Key == key).Reference == payment.EventId;
        }

        Task AlertAsync(string key, AlertKind kind, string text) => alerts.RaiseAsync(key, kind, late.OrderId, text, cancellation);

        async Task<PostCompletionMoney> BackAsync(string key, Money amount)
        {
            if (amount.Amount <= 0)
                return new PostCompletionMoney();

            var isInKind = order.PaymentMethod == PaymentMethod.Crypto;
            var doubt = HasBankOtherThan(record.Ledger, amount.Currency) ? RefundAlerts.DisputedElsewhere : null;
            if (doubt is not null && !isInKind)
                await orders.AppendLedgerAsync(late.OrderId, RefundEntries.Requested(key, amount, time.GetUtcNow()), cancellation);
            return new PostCompletionMoney { Back = new Refund(late.OrderId, key, amount, isInKind), Doubt = doubt };
        }
    }

    private static bool HasBankOtherThan(IReadOnlyList<LedgerEntry> ledger, string currency) =>
        ledger
            .Select(entry => entry.Amount.Currency)
            .Distinct(StringComparer.Ordinal)
            .Any(other => other != currency && Ledgers.Balance(ledger, LedgerAccount.Disputed, other).Amount > 0);

    /// <summary>
    /// A refund has arrived: the one that is named, else the oldest of that amount. What was made without being asked for settles what was
    /// refused, or is for a person.
    /// </summary>
    private async Task<PostCompletionMoney> ConfirmAsync(OrderRecord record, PaymentUpdate payment, CancellationToken cancellation)
    {
        var (refunds, name, orderId) = (record.Refunds, payment.Reference, record.Order.OrderId);
        var isToldBefore =
            payment.Amount.Amount <= 0
            || payment.RefundKey is not null
            || (
                name is null
                    ? refunds.Any(refund => refund.Status == RefundStatus.Settled && refund.Amount == payment.Amount)
                    : record.Ledger.Any(entry => entry.Kind is LedgerKind.RefundSent or LedgerKind.Refunded && entry.Reference == name)
            );
        var meant = PaymentIds.FindArrived(refunds, payment, isToldBefore);
        if (meant?.Amount == payment.Amount)
            return new PostCompletionMoney
            {
                Confirmed = meant with { Reference = name ?? meant.Reference ?? payment.EventId, At = time.GetUtcNow() },
            };

        if (meant is not null)
            await alerts.RaiseAsync(
                $"refund-differs:{orderId}:{meant.Key}/{payment.EventId}",
                AlertKind.PaymentDiffers,
                orderId,
                $"A refund of {meant.Amount} ({meant.Key}) was asked for, and the payment provider says that {payment.Amount} arrived "
                    + $"({payment.EventId}). It is not settled: settle it once you know what arrived.",
                cancellation
            );
        else if (!isToldBefore)
            await alerts.RaiseAsync(
                $"refund-unasked:{orderId}:{name ?? payment.EventId}",
                AlertKind.PaymentDiffers,
                orderId,
                RefundAlerts.UnaskedText(payment),
                cancellation
            );
        return new PostCompletionMoney();
    }

    /// <summary>A refund came back to the shop: it is owed anew, in the books at once, and a person sees to it.</summary>
    private async Task<PostCompletionMoney> TakeBackAsync(OrderRecord record, PaymentUpdate payment, CancellationToken cancellation)
    {
        var orderId = record.Order.OrderId;
        if (PaymentIds.FindReturned(record.Refunds, payment) is not { } known)
        {
            if (payment.RefundKey is null)
                await alerts.RaiseAsync(
                    RefundAlerts.Returned(orderId, payment),
                    AlertKind.PaymentDiffers,
                    orderId,
                    RefundAlerts.UnknownReturnedText(payment),
                    cancellation
                );
            return new PostCompletionMoney();
        }

        var at = time.GetUtcNow();
        if (known.Status is RefundStatus.Sent or RefundStatus.Settled)
            await orders.AppendLedgerAsync(orderId, RefundEntries.Returned(known, at, payment.EventId), cancellation);

        // Told under another event before: that one sees to it.
        var returned = (await FindAsync(orderId, cancellation)).Ledger.FirstOrDefault(entry =>
            entry.Key == RefundEntries.ReturnedKey(known.Key)
        );
        if (returned?.Reference != payment.EventId)
            return new PostCompletionMoney();
        var again = RefundEntries.OwedAgain(known, returned.At);
        await orders.AppendLedgerAsync(orderId, RefundEntries.Requested(again.Key, again.Amount, again.At), cancellation);
        return new PostCompletionMoney { Again = again, Returned = known };
    }

    /// <summary>What came, less what the customer's bank has taken of it already: that does not go back a second time.</summary>
    private async Task<Money> LessThanBankHasAsync(PostCompletionPayment late, CancellationToken cancellation)
    {
        var (key, came) = (LateEntries.ByBank(late.Payment.EventId), late.Payment.Amount);
        var ledger = (await FindAsync(late.OrderId, cancellation)).Ledger;
        if (ledger.FirstOrDefault(entry => entry.Key == key) is { } known)
        {
            return came - known.Amount;
        }

        var taken = Ledgers.Balance(ledger, LedgerAccount.Disputed, came.Currency);
        if (taken.Amount <= 0)
        {
            return came;
        }

        var byBank = taken < came ? taken : came;
        await orders.AppendLedgerAsync(
            late.OrderId,
            new LedgerEntry(key, LedgerKind.RefundedByDispute, byBank, time.GetUtcNow(), late.Payment.EventId),
            cancellation
        );
        return came - byBank;
    }

    /// <summary>
    /// A refund may have been set off against the dispute: it is owed to the customer again. What the books say already stands.
    /// </summary>
    private async Task<Money> OweAgainAsync(PostCompletionPayment late, CancellationToken cancellation)
    {
        var (key, won) = ($"refund_owed_again:{late.Payment.EventId}", late.Payment.Amount);
        var ledger = (await FindAsync(late.OrderId, cancellation)).Ledger;
        if (ledger.FirstOrDefault(entry => entry.Key == key) is { } known)
        {
            return known.Amount;
        }

        var lost = Ledgers.OwedAgain(Ledgers.Balance(ledger, LedgerAccount.Disputed, won.Currency), Ledgers.SetOff(ledger, won.Currency));
        var owed = lost < won ? lost : won;
        if (owed.Amount > 0)
        {
            await orders.AppendLedgerAsync(
                late.OrderId,
                new LedgerEntry(key, LedgerKind.RefundOwedAgain, owed, time.GetUtcNow(), late.Payment.EventId),
                cancellation
            );
        }

        return owed;
    }

    private async Task<OrderRecord> FindAsync(string orderId, CancellationToken cancellation) =>
        await orders.FindAsync(orderId, cancellation) ?? throw new UnreachableException("A late payment has an order.");
}

public sealed record PostCompletionPayment(string OrderId, PaymentUpdate Payment);

public sealed record PostCompletionMoney
{
    /// <summary>What the customer has to get; null for nothing.</summary>
    public Refund? Back { get; init; }

    /// <summary>Why a person has to say first whether that is still owed; null if it is.</summary>
    public string? Doubt { get; init; }

    /// <summary>The refund that is owed in the place of <see cref="Returned"/>; null for none.</summary>
    public RefundState? Again { get; init; }

    /// <summary>The refund that came back by what was told; null for none.</summary>
    public RefundState? Returned { get; init; }

    /// <summary>The refund that has arrived by what was told; null for none.</summary>
    public RefundState? Confirmed { get; init; }
}
