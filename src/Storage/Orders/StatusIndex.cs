using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// All orders by status, for operations and the watchdog: open ones in a few partitions by the order id's last character, finished ones by
/// their status, newest end first. Follows the order's own rows, which are the truth, with one write for each change and no look before it;
/// a row that a stalled writer put back is set right by the watchdog.
/// </summary>
public sealed class StatusIndex(TableServiceClient tables)
{
    private const string Open = "open";

    private readonly TableClient _index = tables.GetTableClient(StorageSchema.OrdersByStatus);

    /// <summary>An open order that should have moved by <paramref name="time"/>; in no order.</summary>
    public IAsyncEnumerable<OpenOrder> DueAsync(DateTimeOffset time, CancellationToken cancellation = default) =>
        OpenAsync(TableClient.CreateQueryFilter($"DueBy lt {time}"), cancellation);

    /// <summary>Open orders, in no order.</summary>
    /// <param name="status">Only those in it.</param>
    /// <param name="before">Only those that are in their status since an earlier time.</param>
    public IAsyncEnumerable<OpenOrder> OpenAsync(OrderStatus? status, DateTimeOffset? before, CancellationToken cancellation = default)
    {
        List<string> filters = [];
        if (status is { } wanted)
            filters.Add(TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}"));
        if (before is { } time)
            filters.Add(TableClient.CreateQueryFilter($"Since lt {time}"));
        return OpenAsync(string.Join(" and ", filters), cancellation);
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

    /// <summary>Takes an order that is not stored, or no longer open, out of the open ones.</summary>
    public Task DropAsync(string orderId, CancellationToken cancellation = default) =>
        _index.DeleteEntityAsync(Partition(orderId), TableKey.Escape(orderId), ETag.All, cancellation);

    /// <summary>Shows an order's state.</summary>
    public async Task ShowAsync(OrderHead order, OrderState state, CancellationToken cancellation = default)
    {
        if (ExpectedProgress.Of(state, order.Silence) is { } expected)
        {
            await _index.UpsertEntityAsync(Row(OpenOrder.Of(order, state, expected)), TableUpdateMode.Replace, cancellation);
            return;
        }

        // First the new row: an order that ended is never nowhere.
        var ended = OpenOrder.Of(order, state, new ExpectedProgress("", state.Since));
        var (partition, row) = EndOf(order.OrderId, state.Status.ToString(), state.Since);
        await _index.UpsertEntityAsync(new TableEntity(partition, row).With(ended), TableUpdateMode.Replace, cancellation);
        await DropAsync(order.OrderId, cancellation);
    }

    /// <summary>Takes an order out of those that ended so: its last step was decided again, when the clock had gone on.</summary>
    internal Task DropEndAsync(string orderId, string status, DateTimeOffset since, CancellationToken cancellation)
    {
        var (partition, row) = EndOf(orderId, status, since);
        return _index.DeleteEntityAsync(partition, row, ETag.All, cancellation);
    }

    /// <summary>Lists an order as placed; one that is listed stays.</summary>
    internal Task AddAsync(Order order, CancellationToken cancellation)
    {
        var state = InitialState.Of(order);
        return _index.InsertAsync(
            Row(OpenOrder.Of(OrderHead.Of(order), state, ExpectedProgress.Of(state, order.Windows.Silence)!)),
            cancellation
        );
    }

    private async IAsyncEnumerable<OpenOrder> OpenAsync(
        string filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var open = TableClient.CreateQueryFilter($"PartitionKey ge {Open + ":"} and PartitionKey lt {Open + ";"}");
        await foreach (
            var row in _index.QueryAsync<TableEntity>(filter.Length == 0 ? open : $"{open} and {filter}", cancellationToken: cancellation)
        )
            yield return row.Read<OpenOrder>() with
            {
                Version = row.ETag.ToString(),
            };
    }

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

    private static TableEntity Row(OpenOrder order) =>
        new TableEntity(Partition(order.OrderId), TableKey.Escape(order.OrderId))
        {
            [nameof(order.Status)] = order.Status.ToString(),
            [nameof(order.Since)] = order.Since,
            [nameof(order.DueBy)] = order.DueBy,
        }.With(order with { Version = "" });

    private static (string Partition, string Row) EndOf(string orderId, string status, DateTimeOffset since) =>
        (status, $"{TableKey.Descending(since)}:{TableKey.Escape(orderId)}");

    private static string Partition(string orderId) => TableKey.Of(Open, orderId[^1..]);
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
