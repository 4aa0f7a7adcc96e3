using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Review;

/// <summary>A customer's orders before this one, the newest first; not more than are looked at.</summary>
public sealed record CustomerHistory(IReadOnlyList<EarlierOrder> Orders)
{
    /// <summary>Those, not before <paramref name="since"/>, that have the fingerprint and were not cancelled.</summary>
    public IEnumerable<EarlierOrder> Similar(string fingerprint, DateTimeOffset since) =>
        Orders.Where(order =>
            order.PlacedAt >= since && order.Fingerprint == fingerprint && !(order.WasCancelled || order.Status == OrderStatus.Cancelling)
        );
}

/// <param name="Fingerprint">Equal for two orders of the same goods.</param>
public sealed record EarlierOrder(string OrderId, DateTimeOffset PlacedAt, OrderStatus Status, string Fingerprint)
{
    /// <summary>It was paid and stayed with the customer.</summary>
    public bool WasKept => Status is OrderStatus.Delivered or OrderStatus.Closed;

    public bool WasCancelled => Status is OrderStatus.Cancelled or OrderStatus.Refunded;
}
