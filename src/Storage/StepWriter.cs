using Azure.Data.Tables;
using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>Writes what one step of an orchestration changed: a head row that only goes forward, and facts that are inserted once, in one transaction of the order's partition.</summary>
internal sealed class StepWriter(TableServiceClient tables, OptimisticRetry retry)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);

    /// <param name="head">The state or parcel row, with its sequence.</param>
    /// <returns>The head row's columns before this write; null if there was none.</returns>
    public Task<HeadRow?> WriteAsync(TableEntity head, IEnumerable<TableEntity> facts, CancellationToken cancellation)
    {
        TableEntity[] distinct = [.. facts.DistinctBy(fact => fact.RowKey)];
        return retry.RunAsync(
            "the order",
            async failed =>
            {
                var stored = await _orders.FindAsync(head.PartitionKey, head.RowKey, cancellation, OrderRows.Sequence, OrderRows.Status, OrderRows.DueBy);
                var before = stored is null ? null : new HeadRow(stored.GetInt32(OrderRows.Sequence) ?? 0, stored.GetString(OrderRows.Status), stored.GetDateTimeOffset(OrderRows.DueBy));
                var sequence = head.GetInt32(OrderRows.Sequence) ?? 0;
                var moves = before is null || before.Sequence < sequence;

                var transaction = new RowTransaction(_orders);
                if (moves && stored is null)
                    transaction.Add(head);
                else if (moves)
                    transaction.Replace(head, stored!.ETag);

                // A first attempt trusts that all facts are new; where one is not, or the step is a repeated one, look.
                foreach (var fact in failed == 0 && moves ? distinct : await MissingAsync(distinct, cancellation))
                    transaction.Add(fact);

                await transaction.SubmitAsync(cancellation);
                return before;
            },
            cancellation);
    }

    private async Task<IEnumerable<TableEntity>> MissingAsync(TableEntity[] facts, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(facts.Select(fact => _orders.FindAsync(fact.PartitionKey, fact.RowKey, cancellation, "RowKey")));
        return facts.Where((_, i) => found[i] is null);
    }
}

/// <param name="Status">As stored; null on a parcel's row.</param>
/// <param name="DueBy">As stored; null on a parcel's row and at the order's end.</param>
internal sealed record HeadRow(int Sequence, string? Status, DateTimeOffset? DueBy);
