using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Payments;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Pays money back: the intent into the ledger, the provider's call under the key (order, refund, occasion), the result into the ledger.</summary>
public sealed class RefundPayment(OrderStore orders, IPaymentProvider payments, TimeProvider time)
{
    [Function(nameof(RefundPayment))]
    public async Task RunAsync([ActivityTrigger] Refund refund, CancellationToken cancellation)
    {
        var key = $"refund:{refund.Occasion}";
        await orders.AppendLedgerAsync(refund.OrderId, new LedgerEntry($"{key}:requested", LedgerKind.RefundRequested, refund.Amount, time.GetUtcNow(), null), cancellation);
        var receipt = await payments.RefundAsync($"{refund.OrderId}:{key}", refund.OrderId, refund.Amount, cancellation);
        await orders.AppendLedgerAsync(refund.OrderId, new LedgerEntry($"{key}:settled", LedgerKind.Refunded, refund.Amount, time.GetUtcNow(), receipt.Reference), cancellation);
    }
}

/// <param name="Occasion">Tells the refunds of one order apart: <c>cancel</c>, <c>excess:evt_1</c>.</param>
public sealed record Refund(string OrderId, string Occasion, Money Amount);
