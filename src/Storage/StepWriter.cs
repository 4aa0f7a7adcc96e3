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

    /// <summary>
    /// A step may be repeated at another time: the engine runs an activity whose scheduling it then could not store, and runs it again when its clock has gone on. What it tells of the step was told before.
    /// </summary>
    private async Task<IEnumerable<TableEntity>> MissingAsync(TableEntity[] facts, CancellationToken cancellation)
    {
        var told = await ToldAsync(facts, cancellation);
        var found = await Task.WhenAll(facts.Select(async fact => OrderRows.StepOf(fact.RowKey) is { } step
            ? told.Contains(step)
            : await _orders.FindAsync(fact.PartitionKey, fact.RowKey, cancellation, "RowKey") is not null));
        return facts.Where((_, i) => !found[i]);
    }

    /// <summary>The steps that the order's timeline tells of, if one of these facts belongs there.</summary>
    private async Task<HashSet<string>> ToldAsync(TableEntity[] facts, CancellationToken cancellation)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        if (facts.FirstOrDefault(fact => OrderRows.StepOf(fact.RowKey) is not null) is not { } line)
            return told;
        var timeline = $"{TableKey.InPartition(line.PartitionKey)} and {TableKey.StartingWith(OrderRows.EventPrefix)}";
        await foreach (var row in _orders.QueryAsync<TableEntity>(timeline, select: ["RowKey"], cancellationToken: cancellation))
            told.Add(OrderRows.StepOf(row.RowKey)!);
        return told;
    }
}

/// <param name="Status">As stored; null on a parcel's row.</param>
/// <param name="DueBy">As stored; null on a parcel's row and at the order's end.</param>
internal sealed record HeadRow(int Sequence, string? Status, DateTimeOffset? DueBy);
