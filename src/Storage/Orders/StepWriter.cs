using Azure.Data.Tables;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Writes what one step of an orchestration changed: a head row that only goes forward, and facts that are inserted once, in one
/// transaction of the order's partition.
/// </summary>
internal sealed class StepWriter(TableServiceClient tables, KnownOrders orders, StorefrontOutbox storefront, OptimisticRetry retry)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly KnownRows _heads = new();

    /// <returns>The head row's columns before this write; null if there was none.</returns>
    public async Task<HeadRow?> WriteAsync(string orderId, Step step, CancellationToken cancellation)
    {
        TableEntity[] facts = [.. step.Facts.DistinctBy(fact => fact.RowKey)];
        StorefrontOutbox.Telling? told = null;
        var before = await retry.RunAsync(
            "the order",
            async failed =>
            {
                // What is known is believed only as long as the write would show it to be wrong.
                var stored = failed == 0 ? _heads.Find(step.Head.PartitionKey, step.Head.RowKey) : null;
                var isFirst = failed == 0 && stored is null && step.Sequence == 1;
                if (!isFirst && (HeadRow.Of(stored) is not { } known || !step.IsAfter(known)))
                    stored = await _orders.FindAsync(step.Head.PartitionKey, step.Head.RowKey, cancellation, HeadRow.Columns);
                var before = HeadRow.Of(stored);
                var transaction = new RowTransaction(_orders);
                if (stored is null)
                    transaction.Add(step.Head);
                else if (step.IsAfter(before!))
                    transaction.Replace(step.Head, stored.ETag);

                // A first attempt trusts that all is new; where something is not, or the step may be a repeated one, look.
                if (failed == 0 && (before is null || before.Sequence < step.Sequence))
                {
                    foreach (var row in step.Timeline.Concat(facts))
                        transaction.Add(row);
                }
                else
                {
                    await TellAsync(step, transaction, cancellation);
                    foreach (var fact in await MissingAsync(facts, cancellation))
                        transaction.Add(fact);
                }

                var telling = await storefront.TellAsync(orderId, step, before, failed > 0, cancellation);
                telling?.AddTo(transaction);
                if (transaction.IsEmpty)
                    return before;
                var written = await orders.WriteAsync(orderId, transaction, cancellation);
                if (step.IsTheLast)
                    _heads.Forget(step.Head.PartitionKey, step.Head.RowKey);
                else if (written.TryGetValue(step.Head.RowKey, out var version))
                    _heads.Keep(HeadRow.In(step.Head), version);
                storefront.Keep(telling, written);
                told = telling;
                return before;
            },
            cancellation
        );

        // A repeated step may be one that crashed right here.
        if (told is not null)
            await storefront.WakeAsync(orderId, told, cancellation);
        else if (before?.Sequence >= step.Sequence)
            await storefront.WakeAgainAsync(orderId, cancellation);
        return before;
    }

    /// <summary>
    /// Has the timeline tell of a step once. The engine runs an activity whose scheduling it then could not store, and decides the step
    /// again when its clock has gone on: what was told of the first time is told anew.
    /// </summary>
    private async Task TellAsync(Step step, RowTransaction transaction, CancellationToken cancellation)
    {
        var told = await ToldAsync(step, cancellation);
        if (told.Any(row => !(row.GetDateTimeOffset(OrderRows.DecidedAt) < step.DecidedAt)))
            return;

        var kept = told.ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        foreach (var line in step.Timeline)
        {
            if (kept.Remove(line.RowKey, out var same))
                transaction.Replace(line, same.ETag);
            else
                transaction.Add(line);
        }

        foreach (var row in kept.Values)
            transaction.Delete(row);
    }

    private async Task<IReadOnlyList<TableEntity>> ToldAsync(Step step, CancellationToken cancellation)
    {
        var told = new List<TableEntity>();
        var timeline = $"{TableKey.InPartition(step.Head.PartitionKey)} and {TableKey.StartingWith(OrderRows.EventPrefix)}";
        await foreach (
            var row in _orders.QueryAsync<TableEntity>(
                timeline,
                select: ["PartitionKey", "RowKey", OrderRows.DecidedAt],
                cancellationToken: cancellation
            )
        )
        {
            if (OrderRows.TellsOf(row.RowKey, step.Source, step.Sequence))
                told.Add(row);
        }

        return told;
    }

    private async Task<IEnumerable<TableEntity>> MissingAsync(TableEntity[] facts, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(facts.Select(fact => _orders.FindAsync(fact.PartitionKey, fact.RowKey, cancellation, "RowKey")));
        return facts.Where((_, i) => found[i] is null);
    }
}

/// <summary>What one step changes.</summary>
/// <param name="Head">The state, parcel or case row, with its sequence.</param>
/// <param name="Source">Who took the step, as the rows of the timeline name it.</param>
/// <param name="DecidedAt">See <see cref="Progress.DecidedAt"/>.</param>
/// <param name="Timeline">Its rows of the timeline.</param>
/// <param name="Facts">Rows that are written once, whoever writes them.</param>
internal sealed record Step(
    TableEntity Head,
    string Source,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<TableEntity> Timeline,
    IReadOnlyList<TableEntity> Facts
)
{
    /// <summary>The source of the order's own steps.</summary>
    public const string OfOrder = "o";

    public int Sequence => Head.GetInt32(OrderRows.Sequence) ?? 0;

    /// <summary>What <see cref="Timeline"/> holds.</summary>
    public IReadOnlyList<TimelineEntry> Lines { get; init; } = [];

    /// <summary>The order's, after it; null for a step of a parcel or case.</summary>
    public OrderStatus? Status => Head.RowKey == OrderRows.State ? Enum.Parse<OrderStatus>(Head.GetString(OrderRows.Status)) : null;

    /// <summary>Nothing more is expected to be written after it.</summary>
    public bool IsTheLast { get; init; }

    public bool IsAfter(HeadRow stored) => stored.Sequence < Sequence || (stored.Sequence == Sequence && stored.DecidedAt < DecidedAt);

    /// <summary>The step of an orchestration whose head row is given.</summary>
    /// <param name="source">
    /// <c>o</c> for the order, <c>p1</c> for a parcel …; with the sequence it tells a repeated step from a second one.
    /// </param>
    public static Step Of(
        string orderId,
        TableEntity head,
        string source,
        DateTimeOffset? decidedAt,
        IReadOnlyList<TimelineEntry> timeline,
        params IEnumerable<TableEntity>[] facts
    )
    {
        var step = new Step(head, source, decidedAt, [], [.. facts.SelectMany(rows => rows)]);
        head[OrderRows.DecidedAt] = decidedAt;
        return step with { Timeline = [.. OrderRows.Of(orderId, source, step.Sequence, decidedAt, timeline)], Lines = timeline };
    }
}

/// <summary>Whether a step was written before.</summary>
internal enum StepWriting
{
    First,

    /// <summary>It, or a later one, was: what follows the transaction may have been done, or not.</summary>
    Repeated,
}

/// <summary>The columns of a state, parcel or case row by which steps are told apart.</summary>
/// <param name="Status">As stored; null on a parcel's row.</param>
/// <param name="Since">Since when it is in its status; null on a parcel's and a case's row.</param>
/// <param name="DueBy">As stored; null on a parcel's row and at the order's end.</param>
internal sealed record HeadRow(int Sequence, DateTimeOffset? DecidedAt, string? Status, DateTimeOffset? Since, DateTimeOffset? DueBy)
{
    /// <summary>Of an order: its status, and since when; null in a parcel's or case's row.</summary>
    public (OrderStatus Status, DateTimeOffset Since)? Standing =>
        Status is { } status && Since is { } since ? (Enum.Parse<OrderStatus>(status), since) : null;

    public static readonly string[] Columns = [OrderRows.Sequence, OrderRows.DecidedAt, OrderRows.Status, OrderRows.Since, OrderRows.DueBy];

    /// <summary>A head row without the rest of it.</summary>
    public static TableEntity In(TableEntity head)
    {
        var row = new TableEntity(head.PartitionKey, head.RowKey);
        foreach (var column in Columns.Where(head.ContainsKey))
            row[column] = head[column];
        return row;
    }

    public static HeadRow? Of(TableEntity? row) =>
        row is null
            ? null
            : new(
                row.GetInt32(OrderRows.Sequence) ?? 0,
                row.GetDateTimeOffset(OrderRows.DecidedAt),
                row.GetString(OrderRows.Status),
                row.GetDateTimeOffset(OrderRows.Since),
                row.GetDateTimeOffset(OrderRows.DueBy)
            );
}
