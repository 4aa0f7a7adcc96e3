namespace Orders.Functions.Domain.Review;

/// <summary>A person decided a manual review.</summary>
/// <param name="Reason">For operations; never shown to the customer.</param>
public sealed record ReviewDecision(string EventId, bool Pass, string Reason, string By);
