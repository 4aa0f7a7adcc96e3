using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Review;

/// <summary>A customer's orders before this one, the newest first; not more than are looked at.</summary>
public sealed record CustomerHistory(IReadOnlyList<EarlierOrder> Orders)
{
    /// <summary>True if one of them, not before <paramref name="since"/>, has the fingerprint and was not cancelled.</summary>
    public bool HasSimilar(string fingerprint, DateTimeOffset since) =>
        Orders.Any(order =>
            order.PlacedAt >= since && order.Fingerprint == fingerprint && !(order.WasCancelled || order.Status == OrderStatus.Cancelling)
        );
}

/// <param name="Fingerprint">Equal for two orders that look like one order placed twice.</param>
public sealed record EarlierOrder(DateTimeOffset PlacedAt, OrderStatus Status, string Fingerprint)
{
    /// <summary>It was paid and stayed with the customer.</summary>
    public bool WasKept => Status is OrderStatus.Delivered or OrderStatus.Closed;

    public bool WasCancelled => Status is OrderStatus.Cancelled or OrderStatus.Refunded;
}
