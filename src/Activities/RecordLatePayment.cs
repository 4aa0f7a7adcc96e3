using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Writes down what a payment company said after an order's end: money that has to go back, or a dispute that a person has to answer. Keyed by the payment event.</summary>
public sealed class RecordLatePayment(OrderStore orders, OpsAlerts alerts, TimeProvider time)
{
    [Function(nameof(RecordLatePayment))]
    public async Task<LateMoney> RunAsync([ActivityTrigger] LatePayment late, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(late.OrderId, cancellation);
        var payment = late.Payment;
        LedgerEntry Line(string step, LedgerKind kind) => new($"{step}:{payment.EventId}", kind, payment.Amount, time.GetUtcNow(), payment.EventId);
        switch (PaymentRules.Judge(order, payment))
        {
            case PaymentVerdict.Counts or PaymentVerdict.WrongCurrency:
                await orders.AppendLedgerAsync(late.OrderId, Line("capture", LedgerKind.Captured), cancellation);
                return new LateMoney(GoesBack: true, InKind: order.PaymentMethod == PaymentMethod.Crypto);

            case PaymentVerdict.Disputed:
                await orders.AppendLedgerAsync(late.OrderId, Line("disputed", LedgerKind.Disputed), cancellation);
                await alerts.RaiseAsync(
                    $"dispute:{late.OrderId}:{payment.EventId}", "payment_disputed", late.OrderId, $"The customer's bank took {payment.Amount} back after the order's end. Answer it with the order's history.", cancellation);
                break;

            case PaymentVerdict.DisputeWon:
                await orders.AppendLedgerAsync(late.OrderId, Line("dispute_won", LedgerKind.DisputeWon), cancellation);
                break;

            case PaymentVerdict.DisputeLost:
                await alerts.RaiseAsync($"dispute-lost:{late.OrderId}:{payment.EventId}", "dispute_lost", late.OrderId, $"{payment.Amount} stays with the customer's bank: a loss.", cancellation);
                break;
        }

        return new LateMoney(GoesBack: false, InKind: false);
    }
}

public sealed record LatePayment(string OrderId, PaymentUpdate Payment);

/// <param name="InKind">It came in crypto, and cannot go back the way it came.</param>
public sealed record LateMoney(bool GoesBack, bool InKind);
