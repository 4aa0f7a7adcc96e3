using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down what a payment provider said after an order's end: money that has to go back, or a dispute that a person has to answer.
/// Keyed by the payment event.
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

        var order = await orders.GetAsync(late.OrderId, cancellation);
        LedgerEntry Line(string step, LedgerKind kind) =>
            new($"{step}:{payment.EventId}", kind, payment.Amount, time.GetUtcNow(), payment.EventId);
        switch (PaymentRules.Judge(order, payment))
        {
            case PaymentVerdict.Counts or PaymentVerdict.WrongCurrency:
                await orders.AppendLedgerAsync(late.OrderId, Line("capture", LedgerKind.Captured), cancellation);
                return Back($"late:{payment.EventId}", payment.Amount);

            case PaymentVerdict.Disputed:
                await orders.AppendLedgerAsync(late.OrderId, Line("disputed", LedgerKind.Disputed), cancellation);
                await alerts.RaiseAsync(
                    $"dispute:{late.OrderId}:{payment.EventId}",
                    AlertKind.PaymentDisputed,
                    late.OrderId,
                    $"The customer's bank took {payment.Amount} back after the order's end. Answer it with the order's history.",
                    cancellation
                );
                break;

            case PaymentVerdict.DisputeWon:
                await orders.AppendLedgerAsync(late.OrderId, Line("dispute_won", LedgerKind.DisputeWon), cancellation);
                return await OweAgainAsync(late, cancellation) is { Amount: > 0 } owed
                    ? Back(RefundEntries.AfterDispute(payment.EventId), owed)
                    : new PostCompletionMoney(null);

            case PaymentVerdict.DisputeLost:
                await alerts.RaiseAsync(
                    $"dispute-lost:{late.OrderId}:{payment.EventId}",
                    AlertKind.DisputeLost,
                    late.OrderId,
                    $"{payment.Amount} stays with the customer's bank: a loss.",
                    cancellation
                );
                break;
        }

        return new PostCompletionMoney(null);

        PostCompletionMoney Back(string key, Money amount) =>
            new(new Refund(late.OrderId, key, amount, order.PaymentMethod == PaymentMethod.Crypto));
    }

    /// <summary>
    /// A refund may have been set off against the dispute: it is owed to the customer again. What the books say already stands.
    /// </summary>
    private async Task<Money> OweAgainAsync(PostCompletionPayment late, CancellationToken cancellation)
    {
        var (key, won) = ($"refund_owed_again:{late.Payment.EventId}", late.Payment.Amount);
        var ledger = (
            await orders.FindAsync(late.OrderId, cancellation) ?? throw new UnreachableException("A late payment has an order.")
        ).Ledger;
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
}

public sealed record PostCompletionPayment(string OrderId, PaymentUpdate Payment);

/// <param name="Back">What the customer has to get; null for nothing.</param>
public sealed record PostCompletionMoney(Refund? Back);
