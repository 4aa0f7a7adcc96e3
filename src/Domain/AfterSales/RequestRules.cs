using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>Whether the customer can ask the shop something about an order, and why not.</summary>
public static class RequestRules
{
    /// <summary>The reason code against it; null if it is possible, which it is until the order's end has begun.</summary>
    public static ReasonCode? Against(OrderState state) =>
        Transitions.Against(state.Status, Trigger.ServiceRequest) ?? (state.IsEnding ? ReasonCode.Finished : null);
}
