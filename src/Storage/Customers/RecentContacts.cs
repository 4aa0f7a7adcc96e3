using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Contacts that this process read a few seconds ago, still sealed. What another process has changed or erased since shows when they have
/// grown old.
/// </summary>
internal sealed class RecentContacts(TimeProvider clock)
{
    // Some 10 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 5_000;

    private static readonly TimeSpan _oldest = TimeSpan.FromSeconds(5);

    private int _forgotten;
    private readonly ConcurrentDictionary<(string Customer, string Order), (DateTimeOffset ReadAt, ContactRows Rows)> _recent = new();

    /// <summary>The moment at which a reading begins.</summary>
    public (DateTimeOffset Time, int Forgotten) Now => (clock.GetUtcNow(), Volatile.Read(ref _forgotten));

    /// <summary>Null if it was not read lately.</summary>
    public ContactRows? Find(string customerId, string orderId) =>
        _recent.TryGetValue((customerId, orderId), out var known) && clock.GetUtcNow() - known.ReadAt < _oldest ? known.Rows : null;

    /// <summary>Keeps what was read, unless something was changed or erased meanwhile.</summary>
    /// <param name="begun">When the reading began.</param>
    public void Keep(string customerId, string orderId, ContactRows rows, (DateTimeOffset Time, int Forgotten) begun)
    {
        if (begun.Forgotten != Volatile.Read(ref _forgotten))
            return;
        if (_recent.Count >= Most)
            _recent.Clear();
        _recent[(customerId, orderId)] = (begun.Time, rows);
    }

    /// <summary>Something of a customer was changed or erased.</summary>
    public void Forget(string customerId)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var (known, _) in _recent.Where(known => known.Key.Customer == customerId))
            _recent.TryRemove(known, out _);
    }
}

/// <param name="Key">The row of the customer's key; null if they were erased.</param>
/// <param name="Contact">The sealed contact; null if there is none.</param>
internal sealed record ContactRows(TableEntity? Key, TableEntity? Contact);
