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
    // Some 4 MB each; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 20_000;
    private const int MostWhole = 2_000;

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly ConcurrentDictionary<string, OrderHead> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Order> _whole = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public async Task<OrderHead> GetAsync(string orderId, CancellationToken cancellation) =>
        await FindAsync(orderId, cancellation) ?? throw new InvalidOperationException($"There is no order {orderId}.");

    /// <summary>Null if there is no such order.</summary>
    public async Task<OrderHead?> FindAsync(string orderId, CancellationToken cancellation)
    {
        if (_known.TryGetValue(orderId, out var known))
            return known;
        return await FindPlacedAsync(orderId, cancellation) is { } order ? Keep(_known, Most, orderId, OrderHead.Of(order)) : null;
    }

    /// <summary>The order as it was placed; null if there is none.</summary>
    public async Task<Order?> FindPlacedAsync(string orderId, CancellationToken cancellation)
    {
        if (_whole.TryGetValue(orderId, out var known))
            return known;
        var row = await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Order, cancellation);
        return row is null ? null : Placed(row.Read<Order>());
    }

    /// <summary>Keeps an order as it was placed.</summary>
    public Order Placed(Order order) => Keep(_whole, MostWhole, order.OrderId, order);

    public void Forget(string orderId)
    {
        _known.TryRemove(orderId, out _);
        _whole.TryRemove(orderId, out _);
    }

    private static T Keep<T>(ConcurrentDictionary<string, T> kept, int most, string orderId, T what)
    {
        if (kept.Count >= most)
            kept.Clear();
        return kept[orderId] = what;
    }
}
