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
            return new PostCompletionMoney(null);

        var record = await FindAsync(late.OrderId, cancellation);
        var order = record.Order;
        var id = PaymentIds.Of(payment, order.PaymentMethod);
        switch (PaymentRules.Judge(order, payment, KnownAs(record, id, payment)))
        {
            case PaymentVerdict.Counts or PaymentVerdict.WrongCurrency:
                return await IsOursAsync(LateEntries.Capture(id), LedgerKind.Captured)
                    ? Back(LateEntries.RefundKey(payment.EventId), await LessThanBankHasAsync(late, cancellation))
                    : new PostCompletionMoney(null);

            case PaymentVerdict.Disputed:
                var begun = DisputeOf(record, payment, LedgerKind.Disputed)?.Id ?? id;
                if (await IsOursAsync(LateEntries.Dispute(begun), LedgerKind.Disputed))
                    await AlertAsync(
                        "dispute",
                        AlertKind.PaymentDisputed,
                        $"The customer's bank took {payment.Amount} back after the order's end. Answer it with the order's history."
                    );
                break;

            case PaymentVerdict.DisputeWon:
                var won = DisputeOf(record, payment, LedgerKind.DisputeWon)?.Id ?? id;
                return
                    await IsOursAsync(LateEntries.DisputeWon(won), LedgerKind.DisputeWon)
                    && await OweAgainAsync(late, cancellation) is { Amount: > 0 } owed
                    ? Back(RefundEntries.AfterDispute(payment.EventId), owed)
                    : new PostCompletionMoney(null);

            case PaymentVerdict.DisputeLost when record.State.Disputes.All(known => known.Id != id || known.Status == DisputeStatus.Open):
                await AlertAsync("dispute-lost", AlertKind.DisputeLost, $"{payment.Amount} stays with the customer's bank: a loss.");
                break;

            case PaymentVerdict.Contradicts:
                await AlertAsync(
                    "payment-differs",
                    AlertKind.PaymentDiffers,
                    $"A payment of {KnownAs(record, id, payment)?.Amount} is in the books, and the payment provider tells of it after the "
                        + $"order's end as {OrderJson.Name(payment.Type)}, {payment.Amount} ({payment.EventId}). Nothing was booked for that."
                );
                break;
        }

        return new PostCompletionMoney(null);

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

        Task AlertAsync(string key, AlertKind kind, string text) =>
            alerts.RaiseAsync($"{key}:{late.OrderId}:{payment.EventId}", kind, late.OrderId, text, cancellation);

        PostCompletionMoney Back(string key, Money amount) =>
            new(amount.Amount > 0 ? new Refund(late.OrderId, key, amount, order.PaymentMethod == PaymentMethod.Crypto) : null);
    }

    /// <summary>The payment as the order knew it, or as it came after the order's end under another event.</summary>
    private static PaymentState? KnownAs(OrderRecord record, string id, PaymentUpdate payment)
    {
        var came = record.Ledger.FirstOrDefault(entry => entry.Key == LateEntries.Capture(id));
        return came is not null && came.Reference != payment.EventId
            ? new PaymentState(id, came.Amount, PaymentStatus.Received, null, came.At)
            : record.State.Payments.FirstOrDefault(known => known.Id == id);
    }

    /// <summary>The dispute that this is about, where it names none: one of that amount of which the order was not told so much.</summary>
    private static DisputeState? DisputeOf(OrderRecord record, PaymentUpdate payment, LedgerKind kind) =>
        payment.Reference is not null
            ? null
            : record.State.Disputes.FirstOrDefault(known =>
                known.Amount == payment.Amount && record.Ledger.All(entry => entry.Key != $"{OrderJson.Name(kind)}:{known.Id}")
            );

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

/// <param name="Back">What the customer has to get; null for nothing.</param>
public sealed record PostCompletionMoney(Refund? Back);
