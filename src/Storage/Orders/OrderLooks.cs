using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Orders as they were last looked at, for who asks again and again. Whoever changes what is shown of an order writes its one row
/// <c>revision</c> in the same transaction; a look reads that row, and the others only if it has changed.
/// </summary>
internal sealed class OrderLooks(TableServiceClient tables)
{
    // Some 40 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 2_000;

    // Only what other processes write is looked for: what this one writes is told.
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(800);

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly OrderChanges _changes = new();
    private readonly ConcurrentDictionary<string, (string Revision, OrderRecord Record)> _known = new(StringComparer.Ordinal);

    /// <param name="read">Reads all that is shown of the order.</param>
    /// <returns>Null if there is no such order.</returns>
    public async Task<OrderRecord?> FindAsync(
        string orderId,
        Func<string, CancellationToken, Task<OrderRecord?>> read,
        CancellationToken cancellation
    )
    {
        // Read first: what is read after it is at least as new.
        var revision = await RevisionAsync(orderId, cancellation);
        if (revision is not null && _known.TryGetValue(orderId, out var known) && known.Revision == revision)
            return known.Record;
        var record = await read(orderId, cancellation);
        if (record is null || revision is null)
            return record;
        if (_known.Count >= Most)
            _known.Clear();
        _known[orderId] = (revision, record);
        return record;
    }

    /// <summary>This process has written an order.</summary>
    public void Changed(string orderId) => _changes.Tell(orderId);

    /// <summary>The order as it is, and again whenever it has changed, until the time is over or <paramref name="end"/> is asked for.</summary>
    /// <inheritdoc cref="FindAsync" path="/param"/>
    /// <returns>Nothing if there is no such order.</returns>
    public async IAsyncEnumerable<OrderRecord> FollowAsync(
        string orderId,
        TimeSpan atMost,
        TimeProvider time,
        Func<string, CancellationToken, Task<OrderRecord?>> read,
        [EnumeratorCancellation] CancellationToken end
    )
    {
        using var told = _changes.Listen(orderId);
        var started = time.GetTimestamp();
        var pause = _firstPause;
        OrderRecord? seen = null;
        while (true)
        {
            told.Reset();
            if (await FindAsync(orderId, read, end) is not { } record)
                yield break;
            if (!ReferenceEquals(record, seen))
                yield return seen = record;
            var left = atMost - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || end.IsCancellationRequested)
                yield break;
            await told.WaitAsync(pause < left ? pause : left, time, end);
            if (end.IsCancellationRequested)
                yield break;
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    /// <summary>Null before an order's first step.</summary>
    private async Task<string?> RevisionAsync(string orderId, CancellationToken cancellation) =>
        (await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Revision, cancellation, OrderRows.RevisionId))?.GetString(
            OrderRows.RevisionId
        );
}
