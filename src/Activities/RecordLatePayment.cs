using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Writes down money that came after an order's end; true if it is money that has to go back. Keyed by the payment event.</summary>
public sealed class RecordLatePayment(OrderStore orders, TimeProvider time)
{
    [Function(nameof(RecordLatePayment))]
    public async Task<bool> RunAsync([ActivityTrigger] LatePayment late, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(late.OrderId, cancellation);
        if (PaymentRules.Judge(order, late.Payment) is not (PaymentVerdict.Counts or PaymentVerdict.WrongCurrency))
        {
            return false;
        }

        var entry = new LedgerEntry($"capture:{late.Payment.EventId}", LedgerKind.Captured, late.Payment.Amount, time.GetUtcNow(), late.Payment.EventId);
        await orders.AppendLedgerAsync(late.OrderId, entry, cancellation);
        return true;
    }
}

public sealed record LatePayment(string OrderId, PaymentUpdate Payment);
