namespace Orders.Functions.Domain.Ordering;

/// <param name="Accepted">False: refused, for <paramref name="Reason"/>.</param>
public sealed record CommandOutcome(bool Accepted, Reasons? Reason);
