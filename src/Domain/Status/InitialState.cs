using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

public static class InitialState
{
    /// <summary>The state of an order that was placed and that nothing has happened to yet.</summary>
    public static OrderState Of(Order order) =>
        new()
        {
            Status = OrderStatus.Placed,
            Since = order.PlacedAt,
            Captured = Money.Zero(order.Total.Currency),
            Refunded = Money.Zero(order.Total.Currency),
            Kept = Money.Zero(order.Total.Currency),
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset>
            {
                [OrderDeadline.Payment] = order.PlacedAt + order.Windows.PaymentFor(order.PaymentMethod),
            },
        };
}
