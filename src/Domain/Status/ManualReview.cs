namespace Orders.Functions.Domain.Status;

/// <summary>Why a person has to look at an order.</summary>
/// <param name="Rules">The names of the risk rules that fired.</param>
/// <param name="EscalateAt">Without a decision by then, operations are told.</param>
/// <param name="DecideBy">Without a decision by then, the order is cancelled.</param>
public sealed record ManualReview(int Score, IReadOnlyList<string> Rules, DateTimeOffset EscalateAt, DateTimeOffset DecideBy);
