using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Stores new cases. What may be open once only is held by a row of its own (<c>held:{kind}:{cause}:{sku}</c>) with the id of the case that
/// holds it, written together with the case.
/// </summary>
internal sealed class CaseFiling(TableServiceClient tables, OptimisticRetry retry)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly CaseIndex _index = new(tables);

    /// <returns>The id of the open case that stands in the way; null if the case was stored.</returns>
    public async Task<string?> FileAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        await _index.AddAsync(orderId, filed, cancellation);
        var before = await retry.RunAsync("the order's cases", _ => TryAsync(orderId, filed, cancellation), cancellation);
        if (before is not null)
            await _index.RemoveAsync(filed, cancellation);
        return before;
    }

    /// <summary>Takes a case back that its order did not take up.</summary>
    public async Task WithdrawAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        await _orders.DeleteEntityAsync(
            OrderRows.Partition(orderId),
            OrderRows.Case(filed.Kind, filed.CaseId),
            cancellationToken: cancellation
        );
        await _index.RemoveAsync(filed, cancellation);
    }

    private async Task<string?> TryAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        var transaction = new RowTransaction(_orders).Add(OrderRows.Of(orderId, filed));
        foreach (var key in HeldBy(filed))
        {
            var row = new TableEntity(OrderRows.Partition(orderId), key) { [nameof(CaseState.CaseId)] = filed.CaseId };
            if (await _orders.FindAsync(row.PartitionKey, key, cancellation) is not { } held)
            {
                transaction.Add(row);
                continue;
            }

            // A row whose case has ended, or was taken back, holds nothing any more.
            var holder = held.GetString(nameof(CaseState.CaseId));
            var stored = await _orders.FindAsync(row.PartitionKey, OrderRows.Case(filed.Kind, holder), cancellation);
            if (stored?.Read<CaseState>() is { IsOpen: true } open && open.CaseId != filed.CaseId)
                return open.CaseId;
            transaction.Replace(row, held.ETag);
        }

        await transaction.SubmitAsync(cancellation);
        return null;
    }

    /// <summary>One open claim per line and cause, and one case per key of the storefront.</summary>
    private static IEnumerable<string> HeldBy(CaseState filed)
    {
        if (filed.FiledUnder is { } call)
            yield return "held:" + TableKey.Of("key", OrderJson.Name(filed.Kind), call.Key);
        if (filed.Claim is { } claim)
        {
            foreach (var line in filed.Lines)
                yield return "held:" + TableKey.Of(OrderJson.Name(filed.Kind), OrderJson.Name(claim.Kind), line.Sku);
        }
    }
}
