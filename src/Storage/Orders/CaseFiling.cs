using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Stores new cases: one unit, one case, and one case for each key of the storefront (<c>held:key:{kind}:{key}</c>, with the id of the case).
/// All that file units of an order write its one row <c>filing</c>, so that of two at once one reads what the other has stored.
/// </summary>
/// <param name="read">Reads an order.</param>
internal sealed class CaseFiling(TableServiceClient tables, OptimisticRetry retry, Func<string, CancellationToken, Task<OrderRecord?>> read)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly CaseIndex _index = new(tables);

    /// <returns>What stands in the way; null if the case was stored.</returns>
    public async Task<CaseConflict?> FileAsync(string orderId, CaseState filed, CancellationToken cancellation)
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

    private async Task<CaseConflict?> TryAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        var transaction = new RowTransaction(_orders).Add(OrderRows.Of(orderId, filed));
        if (filed.Lines.Count > 0)
        {
            // Read before the cases: whoever stores one in between is first.
            var guard = await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Filing, cancellation);
            if (
                await read(orderId, cancellation) is { } order
                && CaseUnits.Against(order.Order, order.State, order.Parcels, order.Cases, filed) is { } conflict
            )
                return conflict;
            var last = new TableEntity(OrderRows.Partition(orderId), OrderRows.Filing) { [nameof(CaseState.CaseId)] = filed.CaseId };
            _ = guard is null ? transaction.Add(last) : transaction.Replace(last, guard.ETag);
        }

        if (filed.FiledUnder is { } call)
        {
            var key = "held:" + TableKey.Of("key", OrderJson.Name(filed.Kind), call.Key);
            var row = new TableEntity(OrderRows.Partition(orderId), key) { [nameof(CaseState.CaseId)] = filed.CaseId };
            if (await _orders.FindAsync(row.PartitionKey, key, cancellation) is { } held)
            {
                // A row whose case has ended, or was taken back, holds nothing any more.
                var holder = held.GetString(nameof(CaseState.CaseId));
                var stored = await _orders.FindAsync(row.PartitionKey, OrderRows.Case(filed.Kind, holder), cancellation);
                if (stored?.Read<CaseState>() is { IsOpen: true } open && open.CaseId != filed.CaseId)
                    return new CaseConflict(ReasonCode.KeyReused, open);
                transaction.Replace(row, held.ETag);
            }
            else
            {
                transaction.Add(row);
            }
        }

        await transaction.SubmitAsync(cancellation);
        return null;
    }
}
