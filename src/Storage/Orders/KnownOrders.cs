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

    // Timers count in milliseconds: who waited for less would only look again.
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly OrderChanges _changes = new();
    private readonly ConcurrentDictionary<string, KnownOrder> _known = new(StringComparer.Ordinal);

    /// <summary>An order as it is: one point read if it is known and nobody else wrote it, else one query.</summary>
    internal async Task<KnownOrder> FindAsync(string orderId, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(orderId, out var known))
            return await ReadAsync(orderId, before: null, cancellation);
        var revision = await RevisionAsync(orderId, cancellation);

        // This process may have written or read it meanwhile.
        var now = _known.GetValueOrDefault(orderId);
        return now is not null && now.Revision == revision ? now
            : known.Revision == revision ? known
            : await ReadAsync(orderId, now, cancellation);
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
            if (left < _shortest || end.IsCancellationRequested)
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
        var written =
            _known.TryGetValue(orderId, out var known) && await TryWriteAsync(orderId, known, changes, cancellation) is { } followed
                ? followed
                : await WriteUnknownAsync(orderId, changes, cancellation);
        _changes.Tell(orderId);
        return written;
    }

    /// <summary>A mail of an order was moved by this process.</summary>
    internal void Moved(OutboxMail mail)
    {
        while (_known.TryGetValue(mail.OrderId, out var known) && !_known.TryUpdate(mail.OrderId, known.With(mail), known)) { }
    }

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
            Follow(
                orderId,
                known,
                before => whole.Rows.Aggregate(before, (order, row) => Applied(order, orderId, row.Row, row.IsGone, written))
            );
            return written;
        }
        catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex == whole.Count - 1 && Rows.IsConflict(e))
        {
            return null;
        }
        catch
        {
            // It may have been written, or others have written the same rows.
            Forget(orderId);
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<string, ETag?>> WriteUnknownAsync(
        string orderId,
        RowTransaction changes,
        CancellationToken cancellation
    )
    {
        var written = await changes.With(OrderRows.NextRevision(orderId)).SubmitAsync(cancellation);
        Forget(orderId);
        return written;
    }

    /// <summary>What was written on top of a known order is known, unless the order has come further meanwhile.</summary>
    private void Follow(string orderId, KnownOrder written, Func<KnownOrder, KnownOrder> change)
    {
        while (_known.TryGetValue(orderId, out var now))
        {
            if (now.Revision != written.Revision)
            {
                Forget(orderId);
                return;
            }

            // Only a mail may have been moved.
            if (_known.TryUpdate(orderId, change(now), now))
                return;
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

    /// <param name="before">What was known when the reading began; what this process has written since is newer than what is read.</param>
    private async Task<KnownOrder> ReadAsync(string orderId, KnownOrder? before, CancellationToken cancellation)
    {
        var (order, pages) = (KnownOrder.None, 0);
        var rows = _orders.QueryAsync<TableEntity>(KnownOrder.Filter(OrderRows.Partition(orderId)), cancellationToken: cancellation);
        await foreach (var page in rows.AsPages())
        {
            pages++;
            order = page.Values.Aggregate(order, (read, row) => read.With(orderId, row));
        }

        // What came in several answers may be of several moments.
        if (order.Record is null || pages > 1)
            Forget(orderId);
        else if (before is null)
            Keep(orderId, order);
        else
            _known.TryUpdate(orderId, order, before);
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
        _known.TryAdd(orderId, order);
    }
}
