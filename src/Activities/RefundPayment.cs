using System.Text.Json.Serialization;
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
        var provider = providers.Named(await orders.PaymentProviderAsync(refund.OrderId, cancellation));
        if (refund.InKind && (refund.IsDoubted || !provider.SendsCryptoBack))
        {
            return new RefundAnswer(RefundStatus.InKind, null);
        }

        RefundReceipt receipt;
        try
        {
            receipt = await provider.RefundAsync($"{refund.OrderId}:refund:{refund.Key}", refund.OrderId, refund.Amount, cancellation);
        }
        catch (PaymentRefusedException)
        {
            return new RefundAnswer(refund.InKind ? RefundStatus.InKind : RefundStatus.Failed, null);
        }

        var made = receipt.Amount ?? refund.Amount;
        if (made < refund.Amount)
        {
            var rest = RefundEntries.Rest(refund.Key, refund.Amount - made, time.GetUtcNow());
            await orders.AppendLedgerAsync(refund.OrderId, rest, cancellation);
        }

        var entry = receipt.Settled
            ? RefundEntries.Settled(refund.Key, made, time.GetUtcNow(), receipt.Reference)
            : RefundEntries.Sent(refund.Key, made, time.GetUtcNow(), receipt.Reference, receipt.Link);
        await orders.AppendLedgerAsync(refund.OrderId, entry, cancellation);
        return new RefundAnswer(receipt.Settled ? RefundStatus.Settled : RefundStatus.Sent, receipt.Reference, receipt.Amount)
        {
            Link = receipt.Link,
        };
    }
}

/// <param name="Key">Tells the refunds of one order apart: <c>cancel</c>, <c>excess:evt_1</c>.</param>
/// <param name="InKind">It was paid in crypto: few payment providers can send that back.</param>
public sealed record Refund(string OrderId, string Key, Money Amount, bool InKind = false)
{
    /// <summary>A person has to say first whether it is still owed: of crypto, they send it too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDoubted { get; init; }
}

/// <param name="Amount">How much of it goes back so; null: all of it. The rest is asked for under another key.</param>
public sealed record RefundAnswer(RefundStatus Status, string? Reference, Money? Amount = null)
{
    /// <inheritdoc cref="RefundReceipt" path="/param[@name='Link']"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }
}
