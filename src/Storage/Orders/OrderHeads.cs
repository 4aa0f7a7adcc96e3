using System.Collections.Concurrent;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// What never changes about the orders that run in this process: read once, kept until the order ends, so that a step need not read its
/// order each time.
/// </summary>
internal sealed class OrderHeads(TableServiceClient tables)
{
    // Some 4 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 20_000;

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly ConcurrentDictionary<string, OrderHead> _known = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public async Task<OrderHead> GetAsync(string orderId, CancellationToken cancellation) =>
        await FindAsync(orderId, cancellation) ?? throw new InvalidOperationException($"There is no order {orderId}.");

    /// <summary>Null if there is no such order.</summary>
    public async Task<OrderHead?> FindAsync(string orderId, CancellationToken cancellation)
    {
        if (_known.TryGetValue(orderId, out var known))
            return known;
        var row = await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Order, cancellation);
        return row is null ? null : Keep(OrderHead.Of(row.Read<Order>()));
    }

    public void Forget(string orderId) => _known.TryRemove(orderId, out _);

    private OrderHead Keep(OrderHead head)
    {
        if (_known.Count >= Most)
            _known.Clear();
        return _known[head.OrderId] = head;
    }
}
