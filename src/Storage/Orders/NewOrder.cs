using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Storage.Orders;

/// <summary>An order that is to be stored, with the key that makes a repeated call the same call.</summary>
/// <param name="IdempotencyKey">The storefront's, unique per customer.</param>
/// <param name="RequestHash">Of the request body: the same key with another hash is refused.</param>
/// <param name="DuplicateFingerprint">Equal for two orders of the same goods.</param>
public sealed record NewOrder(Order Order, Contact Contact, string IdempotencyKey, string RequestHash, string DuplicateFingerprint);

/// <param name="Order">The stored order: the first call's when the key was used before.</param>
public sealed record PlaceOutcome(PlaceResult Result, Order Order);

public enum PlaceResult
{
    /// <summary>Stored now.</summary>
    Placed,

    /// <summary>The same key and the same request came before: the first call's order.</summary>
    Repeated,

    /// <summary>The key was used for another request; nothing was stored.</summary>
    KeyReused,
}

/// <summary>One page of a customer's orders, newest first.</summary>
/// <param name="Continuation">Opaque; null on the last page.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, string? Continuation);

public sealed record OrderSummary(string OrderId, string OrderNumber, OrderStatus Status, DateTimeOffset PlacedAt, Money Total);
