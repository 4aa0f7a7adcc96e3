using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Refunds money: the intent into the ledger, the call of the order's payment provider under the key (order, refund, key), the
/// result into the ledger.
/// </summary>
public sealed class RefundPayment(OrderStore orders, PaymentProviderRegistry providers, TimeProvider time)
{
    [Function(nameof(RefundPayment))]
    public async Task<RefundAnswer> RunAsync([ActivityTrigger] Refund refund, CancellationToken cancellation)
    {
        await orders.AppendLedgerAsync(refund.OrderId, RefundEntries.Requested(refund.Key, refund.Amount, time.GetUtcNow()), cancellation);
        if (refund.InKind)
        {
            return new RefundAnswer(RefundStatus.InKind, null);
        }

        var provider = providers.Named(await orders.PaymentProviderAsync(refund.OrderId, cancellation));
        RefundReceipt receipt;
        try
        {
            receipt = await provider.RefundAsync($"{refund.OrderId}:refund:{refund.Key}", refund.OrderId, refund.Amount, cancellation);
        }
        catch (PaymentRefusedException)
        {
            return new RefundAnswer(RefundStatus.Failed, null);
        }

        if (!receipt.Settled)
        {
            var sent = RefundEntries.Sent(refund.Key, refund.Amount, time.GetUtcNow(), receipt.Reference);
            await orders.AppendLedgerAsync(refund.OrderId, sent, cancellation);
            return new RefundAnswer(RefundStatus.Sent, receipt.Reference);
        }

        var settled = RefundEntries.Settled(refund.Key, refund.Amount, time.GetUtcNow(), receipt.Reference);
        await orders.AppendLedgerAsync(refund.OrderId, settled, cancellation);
        return new RefundAnswer(RefundStatus.Settled, receipt.Reference);
    }
}

/// <param name="Key">Tells the refunds of one order apart: <c>cancel</c>, <c>excess:evt_1</c>.</param>
/// <param name="InKind">It was paid in crypto, and cannot be sent back by the payment provider.</param>
public sealed record Refund(string OrderId, string Key, Money Amount, bool InKind = false);

public sealed record RefundAnswer(RefundStatus Status, string? Reference);
