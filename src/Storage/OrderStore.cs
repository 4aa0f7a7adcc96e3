using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>The orders: what HTTP reads and the orchestrations' activities write. Every write may be repeated.</summary>
public sealed class OrderStore
{
    public Task<PlaceOutcome> PlaceAsync(PlaceOrder place, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<OrderRecord?> FindAsync(string orderId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task RecordAsync(Progress progress, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task RecordParcelAsync(ParcelProgress progress, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task AppendLedgerAsync(string orderId, LedgerEntry entry, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(string orderId, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public Task<OrderPage> OfCustomerAsync(string customerId, OrderStatus? status, string? continuation, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> IsHandledAsync(string orderId, string eventId, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>True if the customer placed an order with the same fingerprint earlier than this one, not before <paramref name="since"/>, and it was not cancelled.</summary>
    public Task<bool> SimilarOrderAsync(string customerId, string fingerprint, string orderId, DateTimeOffset since, CancellationToken cancellation = default) => throw new NotSupportedException();
}
