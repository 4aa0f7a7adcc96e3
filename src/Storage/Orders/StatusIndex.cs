using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// All orders by status, for operations and the watchdog: open ones in a few partitions, by their status and since when they are in it;
/// finished ones by their status, newest end first. Follows the order's own rows, which are the truth, with one write for each change; a
/// row that a stalled writer put back is set right by the watchdog.
/// </summary>
public sealed class StatusIndex(TableServiceClient tables)
{
    private const string Open = "under-way";

    // A partition takes some hundred orders a second, and each has to be asked when orders are listed.
    private const int Partitions = 4;

    private static readonly IReadOnlyList<OrderStatus> _open = [.. Enum.GetValues<OrderStatus>().Where(status => !status.IsFinal())];

    private readonly TableClient _index = tables.GetTableClient(StorageSchema.OrdersByStatus);

    /// <summary>Open orders that should have moved by <paramref name="time"/>; in no order.</summary>
    public IAsyncEnumerable<OpenOrder> DueAsync(DateTimeOffset time, CancellationToken cancellation = default) =>
        AnyOpenAsync(TableClient.CreateQueryFilter($"DueBy lt {time}"), cancellation);

    /// <summary>Open orders that the watchdog nudged, and that have not moved since; in no order.</summary>
    public IAsyncEnumerable<OpenOrder> NudgedAsync(CancellationToken cancellation = default) => AnyOpenAsync("Nudges gt 0", cancellation);

    /// <summary>Open orders, those first that are in their status the longest.</summary>
    /// <param name="status">Only those in it.</param>
    /// <param name="before">Only those that are in their status since an earlier time.</param>
    /// <param name="atMost">No more than so many are read and given.</param>
    public async Task<IReadOnlyList<OpenOrder>> OpenAsync(
        OrderStatus? status = null,
        DateTimeOffset? before = null,
        int atMost = int.MaxValue,
        CancellationToken cancellation = default
    )
    {
        var lists =
            from one in status is { } wanted ? [wanted] : _open
            from partition in Enumerable.Range(0, Partitions)
            select ListAsync(one, partition);
        var found = await Task.WhenAll(lists);
        return [.. found.SelectMany(orders => orders).OrderBy(order => order.Since).Take(atMost)];

        async Task<IReadOnlyList<OpenOrder>> ListAsync(OrderStatus one, int partition)
        {
            var first = $"{one}:";
            var filter = $"{TableKey.InPartition(PartitionOf(partition))} and {TableKey.StartingWith(first)}";
            if (before is { } time)
                filter += " and " + TableClient.CreateQueryFilter($"RowKey lt {first + TableKey.Ascending(time)}");
            var rows = _index.QueryAsync<TableEntity>(filter, maxPerPage: Math.Min(atMost, 1000), cancellationToken: cancellation);
            return await rows.Take(atMost).Select(Read).ToListAsync(cancellation);
        }
    }

    /// <summary>How many open orders are in each status; those without orders are left out.</summary>
    public async Task<IReadOnlyDictionary<OrderStatus, long>> CountOpenAsync(CancellationToken cancellation = default)
    {
        var count = new Dictionary<OrderStatus, long>();
        await foreach (
            var row in _index.QueryAsync<TableEntity>(IsOpen, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellation)
        )
        {
            var status = Enum.Parse<OrderStatus>(row.RowKey.AsSpan(0, row.RowKey.IndexOf(':')));
            count[status] = count.GetValueOrDefault(status) + 1;
        }

        return count;
    }

    /// <summary>Orders that ended in a status, the last ended first.</summary>
    /// <param name="before">Only those that ended earlier.</param>
    public async IAsyncEnumerable<OpenOrder> FinishedAsync(
        OrderStatus status,
        DateTimeOffset? before,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var filter = TableKey.InPartition(status.ToString());
        if (before is { } time)
            filter += " and " + TableClient.CreateQueryFilter($"RowKey gt {TableKey.Descending(time)}");
        await foreach (var row in _index.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return row.Read<OpenOrder>();
    }

    /// <summary>Notes that the watchdog nudged an order; false if the order moved in that very moment.</summary>
    public async Task<bool> NoteNudgeAsync(OpenOrder order, DateTimeOffset at, CancellationToken cancellation = default) =>
        await ChangeAsync(order, order with { NudgedAt = at, Nudges = order.Nudges + 1 }, cancellation);

    /// <summary>Has the watchdog look at an order again later; false if the order moved in that very moment.</summary>
    public Task<bool> PostponeAsync(OpenOrder order, DateTimeOffset until, CancellationToken cancellation = default) =>
        ChangeAsync(order, order with { DueBy = until }, cancellation);

    /// <summary>Takes an order that is not stored out of the open ones.</summary>
    public Task DropAsync(OpenOrder order, CancellationToken cancellation = default) =>
        DropAsync(PlaceOf(order.OrderId, order.Status, order.Since), cancellation);

    /// <summary>Shows an order's state.</summary>
    /// <param name="before">Where it is shown until now: its status and since when; null if that is not known.</param>
    public async Task ShowAsync(
        OrderHead order,
        OrderState state,
        (OrderStatus Status, DateTimeOffset Since)? before,
        CancellationToken cancellation = default
    )
    {
        var place = PlaceOf(order.OrderId, state.Status, state.Since);
        var left = await LeftAsync(order.OrderId, before, place, cancellation);
        if (ExpectedProgress.Of(state, order.Silence) is { } expected)
        {
            await MoveAsync(Row(OpenOrder.Of(order, state, expected)), left, cancellation);
            return;
        }

        // First the new row: an order that ended is never nowhere.
        var ended = OpenOrder.Of(order, state, new ExpectedProgress("", state.Since));
        await _index.UpsertEntityAsync(new TableEntity(place.Partition, place.Row).With(ended), TableUpdateMode.Replace, cancellation);
        foreach (var one in left)
            await DropAsync(one, cancellation);
    }

    /// <summary>Takes an order out of those that ended so: its last step was decided again, when the clock had gone on.</summary>
    internal Task DropEndAsync(string orderId, OrderStatus status, DateTimeOffset since, CancellationToken cancellation) =>
        DropAsync(PlaceOf(orderId, status, since), cancellation);

    /// <summary>Lists an order as placed; one that is listed stays.</summary>
    internal Task AddAsync(Order order, CancellationToken cancellation)
    {
        var state = InitialState.Of(order);
        return _index.InsertAsync(
            Row(OpenOrder.Of(OrderHead.Of(order), state, ExpectedProgress.Of(state, order.Windows.Silence)!)),
            cancellation
        );
    }

    private static string IsOpen => TableClient.CreateQueryFilter($"PartitionKey ge {Open + ":"} and PartitionKey lt {Open + ";"}");

    private IAsyncEnumerable<OpenOrder> AnyOpenAsync(string filter, CancellationToken cancellation) =>
        _index.QueryAsync<TableEntity>($"{IsOpen} and {filter}", cancellationToken: cancellation).Select(Read);

    /// <summary>The rows of an order that it leaves.</summary>
    private async Task<IReadOnlyList<Place>> LeftAsync(
        string orderId,
        (OrderStatus Status, DateTimeOffset Since)? before,
        Place now,
        CancellationToken cancellation
    )
    {
        if (before is var (status, since))
            return PlaceOf(orderId, status, since) is var was && was != now ? [was] : [];

        var filter = $"{TableKey.InPartition(PartitionOf(orderId))} and {TableClient.CreateQueryFilter($"OrderId eq {orderId}")}";
        return await _index
            .QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellation)
            .Select(row => new Place(PartitionOf(orderId), row.RowKey))
            .Where(place => place != now)
            .ToListAsync(cancellation);
    }

    private async Task MoveAsync(TableEntity row, IReadOnlyList<Place> left, CancellationToken cancellation)
    {
        if (left is [var only] && only.Partition == row.PartitionKey)
        {
            try
            {
                await _index.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpsertReplace, row),
                        new(TableTransactionActionType.Delete, new TableEntity(only.Partition, only.Row), ETag.All),
                    ],
                    cancellation
                );
                return;
            }
            catch (TableTransactionFailedException e) when (e.Status == 404)
            {
                // It has left there already.
            }
        }

        await _index.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        foreach (var one in left)
            await DropAsync(one, cancellation);
    }

    private async Task DropAsync(Place place, CancellationToken cancellation) =>
        await _index.DeleteEntityAsync(place.Partition, place.Row, ETag.All, cancellation);

    private async Task<bool> ChangeAsync(OpenOrder seen, OpenOrder now, CancellationToken cancellation)
    {
        try
        {
            await _index.UpdateEntityAsync(Row(now), new ETag(seen.Version), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e) || e.Status == 404)
        {
            return false;
        }
    }

    private static OpenOrder Read(TableEntity row) => row.Read<OpenOrder>() with { Version = row.ETag.ToString() };

    private static TableEntity Row(OpenOrder order)
    {
        var place = PlaceOf(order.OrderId, order.Status, order.Since);
        return new TableEntity(place.Partition, place.Row)
        {
            [nameof(order.OrderId)] = order.OrderId,
            [nameof(order.DueBy)] = order.DueBy,
            [nameof(order.Nudges)] = order.Nudges,
        }.With(order with { Version = "" });
    }

    private static Place PlaceOf(string orderId, OrderStatus status, DateTimeOffset since) =>
        status.IsFinal()
            ? new($"{status}", $"{TableKey.Descending(since)}:{TableKey.Escape(orderId)}")
            : new(PartitionOf(orderId), TableKey.Of($"{status}", TableKey.Ascending(since), orderId));

    /// <summary>The partition of an open order.</summary>
    public static string PartitionOf(string orderId) => PartitionOf(orderId[^1] % Partitions);

    private static string PartitionOf(int number) => FormattableString.Invariant($"{Open}:{number}");

    private readonly record struct Place(string Partition, string Row);
}

/// <summary>An order as the status index shows it.</summary>
public sealed record OpenOrder
{
    public required string OrderId { get; init; }

    public required string OrderNumber { get; init; }

    public required string CustomerId { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>In this status; for a finished order, when it ended.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What it waits for (<see cref="ExpectedProgress"/>); empty at its end.</summary>
    public required string Waits { get; init; }

    /// <summary>When it should have moved.</summary>
    public required DateTimeOffset DueBy { get; init; }

    /// <summary>Of the state that is shown.</summary>
    public required int Sequence { get; init; }

    /// <summary>When the watchdog last nudged it in this state.</summary>
    public DateTimeOffset? NudgedAt { get; init; }

    public int Nudges { get; init; }

    /// <summary>Tells whether somebody changed the row meanwhile.</summary>
    public string Version { get; init; } = "";

    internal static OpenOrder Of(OrderHead order, OrderState state, ExpectedProgress expected) =>
        new()
        {
            OrderId = order.OrderId,
            OrderNumber = order.OrderNumber,
            CustomerId = order.CustomerId,
            Status = state.Status,
            Since = state.Since,
            Waits = expected.WaitsFor,
            DueBy = expected.DueBy,
            Sequence = state.Sequence,
        };
}

/// <summary>What never changes about an order and its indexes are told by.</summary>
/// <param name="Silence">Its window of that name.</param>
public sealed record OrderHead(
    string OrderId,
    string OrderNumber,
    string CustomerId,
    DateTimeOffset PlacedAt,
    TimeSpan Silence,
    string PaymentProvider
)
{
    public static OrderHead Of(Order order) =>
        new(order.OrderId, order.OrderNumber, order.CustomerId, order.PlacedAt, order.Windows.Silence, order.PaymentProvider);
}
