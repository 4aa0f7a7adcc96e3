using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

/// <summary>What something that happens to an order in one status does.</summary>
/// <param name="To">
/// The statuses that it can lead to at once; with <paramref name="From"/> among them, the order may stay where it is: the event is counted,
/// answered or kept. Empty: it cannot happen.
/// </param>
/// <param name="Refused">
/// The reason code of why it is refused in this status; null if it is not. What can be done all the same for somebody who asks nevertheless
/// is in <paramref name="To"/>.
/// </param>
public sealed record Transition(OrderStatus From, Trigger On, IReadOnlyList<OrderStatus> To, ReasonCode? Refused = null)
{
    /// <summary>Reason codes that can stand against it for what else is known of the order.</summary>
    public IReadOnlyList<ReasonCode> Unless { get; init; } = [];

    /// <summary>True if it can happen and has an effect.</summary>
    public bool IsAllowed => To.Count > 0 && Refused is null;
}
