using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Orders as this process knows them: read whole once, and kept up with what it writes itself. Whoever changes what is shown of an order
/// writes its one row <c>revision</c> in the same transaction; that row tells whether another process has written since.
/// </summary>
public sealed class KnownOrders(TableServiceClient tables)
{
    // Some 40 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 2_000;

    // Only what other processes write is looked for: what this one writes is told.
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly OrderChanges _changes = new();
    private readonly Lanes _lanes = new();
    private readonly ConcurrentDictionary<string, KnownOrder> _known = new(StringComparer.Ordinal);

    /// <summary>An order as it is: one point read if it is known and nobody else wrote it, else one query.</summary>
    internal async Task<KnownOrder> FindAsync(string orderId, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(orderId, out var known))
            return await _lanes.RunAsync(orderId, () => ReadAsync(orderId, cancellation), cancellation);
        var revision = await RevisionAsync(orderId, cancellation);
        if (known.Revision == revision)
            return _known.GetValueOrDefault(orderId) is { } moved && moved.Revision == revision ? moved : known;
        return await _lanes.RunAsync(
            orderId,
            async () =>
                // Somebody else of this process may have seen it meanwhile.
                _known.TryGetValue(orderId, out var newer)
                && newer.Revision == revision
                    ? newer
                    : await ReadAsync(orderId, cancellation),
            cancellation
        );
    }

    /// <summary>What is known of an order without asking; null if nothing is.</summary>
    internal KnownOrder? Recall(string orderId) => _known.GetValueOrDefault(orderId);

    /// <summary>The order as it is, and again whenever it has changed, until the time is over or <paramref name="end"/> is asked for.</summary>
    /// <returns>Nothing if there is no such order.</returns>
    internal async IAsyncEnumerable<OrderRecord> FollowAsync(
        string orderId,
        TimeSpan atMost,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken end
    )
    {
        using var told = _changes.Listen(orderId);
        var started = time.GetTimestamp();
        var pause = _firstPause;
        OrderRecord? seen = null;
        var wasTold = false;
        while (true)
        {
            told.Reset();

            // What this process has just written is known without asking.
            var order = wasTold && _known.TryGetValue(orderId, out var written) ? written : await FindAsync(orderId, end);
            if (order.Record is not { } record)
                yield break;
            if (!ReferenceEquals(record, seen))
                yield return seen = record;
            var left = atMost - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || end.IsCancellationRequested)
                yield break;
            wasTold = await told.WaitAsync(pause < left ? pause : left, time, end);
            if (end.IsCancellationRequested)
                yield break;
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    /// <summary>This process has just stored a new order.</summary>
    internal void Placed(Order order) => Keep(order.OrderId, KnownOrder.None.With(order.OrderId, OrderRows.Of(order)));

    /// <summary>Writes rows of an order, and that what is shown of it has changed.</summary>
    /// <returns>The version of each row that was written, by its key.</returns>
    /// <inheritdoc cref="RowTransaction.SubmitAsync(CancellationToken)" path="/exception"/>
    internal async Task<IReadOnlyDictionary<string, ETag?>> WriteAsync(
        string orderId,
        RowTransaction changes,
        CancellationToken cancellation
    )
    {
        var written = await _lanes.RunAsync(
            orderId,
            async () =>
                _known.TryGetValue(orderId, out var known) && await TryWriteAsync(orderId, known, changes, cancellation) is { } followed
                    ? followed
                    : await changes.With(OrderRows.NextRevision(orderId)).SubmitAsync(cancellation),
            cancellation
        );
        _changes.Tell(orderId);
        return written;
    }

    /// <summary>A mail of an order was moved by this process.</summary>
    internal void Moved(OutboxMail mail) => Change(mail.OrderId, known => known.With(mail));

    /// <summary>What is known of an order has turned out not to be so.</summary>
    internal void Forget(string orderId) => _known.TryRemove(orderId, out _);

    /// <returns>Null if nothing was written, since another process has written the order.</returns>
    private async Task<IReadOnlyDictionary<string, ETag?>?> TryWriteAsync(
        string orderId,
        KnownOrder known,
        RowTransaction changes,
        CancellationToken cancellation
    )
    {
        var revision = OrderRows.NextRevision(orderId);
        var whole = known.RevisionVersion is { } version ? changes.With(revision, version) : changes.WithNew(revision);
        try
        {
            var written = await whole.SubmitAsync(cancellation);
            Change(orderId, before => whole.Rows.Aggregate(before, (order, row) => Applied(order, orderId, row.Row, row.IsGone, written)));
            return written;
        }
        catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex == whole.Count - 1 && Rows.IsConflict(e))
        {
            Forget(orderId);
            return null;
        }
        catch
        {
            // It may have been written, or others have written the same rows.
            Forget(orderId);
            throw;
        }
    }

    private static KnownOrder Applied(
        KnownOrder order,
        string orderId,
        TableEntity row,
        bool isGone,
        IReadOnlyDictionary<string, ETag?> written
    )
    {
        if (isGone)
            return order.Without(row.RowKey);
        row.ETag = written[row.RowKey] ?? ETag.All;
        return order.With(orderId, row);
    }

    private async Task<KnownOrder> ReadAsync(string orderId, CancellationToken cancellation)
    {
        var (order, pages) = (KnownOrder.None, 0);
        var rows = _orders.QueryAsync<TableEntity>(KnownOrder.Filter(OrderRows.Partition(orderId)), cancellationToken: cancellation);
        await foreach (var page in rows.AsPages())
        {
            pages++;
            order = page.Values.Aggregate(order, (read, row) => read.With(orderId, row));
        }

        // What came in several answers may be of several moments.
        if (order.Record is not null && pages == 1)
            Keep(orderId, order);
        else
            Forget(orderId);
        return order;
    }

    private async Task<string?> RevisionAsync(string orderId, CancellationToken cancellation) =>
        (await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Revision, cancellation, OrderRows.RevisionId))?.GetString(
            OrderRows.RevisionId
        );

    private void Keep(string orderId, KnownOrder order)
    {
        if (_known.Count >= Most)
            _known.Clear();
        _known[orderId] = order;
    }

    private void Change(string orderId, Func<KnownOrder, KnownOrder> change)
    {
        while (_known.TryGetValue(orderId, out var known) && !_known.TryUpdate(orderId, change(known), known)) { }
    }
}
