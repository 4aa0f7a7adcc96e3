namespace Orders.Functions.Domain.Status;

/// <summary>The public status of an order. In JSON: snake_case (<c>awaiting_payment</c>).</summary>
public enum OrderStatus
{
    Placed,
    InReview,
    AwaitingPayment,
    CheckingStock,
    AwaitingStockDecision,
    Preparing,
    Shipped,
    InTransit,
    OutForDelivery,
    Delivered,
    Cancelling,
    Closed,
    Cancelled,
    Refunded,
    Failed,
}
