using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Stores new cases: one unit, one case, and one case for each key of the storefront. All that file one of these write the order's one row
/// <c>filing</c>, so that of two at once one reads what the other has stored.
/// </summary>
internal sealed class CaseFiling(TableServiceClient tables, KnownOrders orders, OptimisticRetry retry)
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
        try
        {
            var row = new TableEntity(OrderRows.Partition(orderId), OrderRows.Case(filed.Kind, filed.CaseId)) { ETag = ETag.All };
            await orders.WriteAsync(orderId, new RowTransaction(_orders).Delete(row), cancellation);
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            // It was taken back before.
        }

        await _index.RemoveAsync(filed, cancellation);
    }

    private async Task<CaseConflict?> TryAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        var transaction = new RowTransaction(_orders).Add(OrderRows.Of(orderId, filed));
        if (filed.Lines.Count > 0 || filed.FiledUnder is not null)
        {
            // Read before the cases: whoever stores one in between is first.
            var guard = await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Filing, cancellation);
            if ((await orders.FindAsync(orderId, cancellation)).Record is { } order && Against(order, filed) is { } conflict)
                return conflict;
            var last = new TableEntity(OrderRows.Partition(orderId), OrderRows.Filing) { [nameof(CaseState.CaseId)] = filed.CaseId };
            _ = guard is null ? transaction.Add(last) : transaction.Replace(last, guard.ETag);
        }

        await orders.WriteAsync(orderId, transaction, cancellation);
        return null;
    }

    private static CaseConflict? Against(OrderRecord order, CaseState filed) =>
        order.Cases.FirstOrDefault(other => other.CaseId != filed.CaseId && other.Kind == filed.Kind && IsOfOneCall(other, filed))
            is { } first
            ? new CaseConflict(ReasonCode.KeyReused, first)
            : CaseUnits.Against(order.Order, order.State, order.Parcels, order.Cases, filed);

    private static bool IsOfOneCall(CaseState one, CaseState other) => other.FiledUnder is { } call && one.FiledUnder?.Key == call.Key;
}
