using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

/// <summary>When an order should have moved on by itself.</summary>
/// <param name="Waits">What it waits for: the name of a deadline (<c>payment</c>, <c>review</c>, <c>claim</c>), <c>scan</c> while a carrier has it, <c>system</c> where nobody has to do anything.</param>
/// <param name="DueBy">If it stands as it does after this time (and the watchdog's slack), something is wrong.</param>
public sealed record Attention(string Waits, DateTimeOffset DueBy)
{
    /// <summary>Null at an order's end.</summary>
    /// <param name="silence">The order's window of that name.</param>
    public static Attention? Of(OrderState state, TimeSpan silence)
    {
        if (state.IsFinal)
            return null;
        return state.Status switch
        {
            // Until the shipment orchestration presumes a loss.
            OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery => new("scan", state.Since + (2 * silence)),

            // The windows after delivery run side by side: the order closes with the last one.
            OrderStatus.Delivered when state.Deadlines.Count > 0 => Of(state.Deadlines.MaxBy(deadline => deadline.Value)),

            // Work that is waited for by nobody but the app is done at once.
            OrderStatus.Placed => new("system", state.Since),
            OrderStatus.Cancelling => state.Deadlines.TryGetValue(OrderDeadline.Refund, out var confirmedBy) ? Of(OrderDeadline.Refund, confirmedBy) : new("system", state.Since),
            OrderStatus.InReview => state.Deadlines.TryGetValue(OrderDeadline.Review, out var decideBy) ? Of(OrderDeadline.Review, decideBy) : new("system", state.Since),
            _ => state.Deadlines.Count > 0 ? Of(state.Deadlines.MinBy(deadline => deadline.Value)) : new("system", state.Since),
        };
    }

    private static Attention Of(KeyValuePair<OrderDeadline, DateTimeOffset> deadline) => Of(deadline.Key, deadline.Value);

    private static Attention Of(OrderDeadline deadline, DateTimeOffset at) => new(OrderJson.Name(deadline), at);
}
