using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Changes;

/// <summary>A change with its price, until the customer has agreed to it and paid what it costs more.</summary>
/// <param name="Terms">As they would be.</param>
/// <param name="PriceAdjustment">What they cost more than the terms before; negative: less.</param>
/// <param name="AsksDuties">It is in force only if the customer accepts the duties it brings.</param>
/// <param name="ExpiresAt">Without a confirmation by then, or without the payment after it, the order stays as it is.</param>
public sealed record ChangeOffer(
    string ChangeId,
    OrderChange Change,
    OrderTerms Terms,
    Money PriceAdjustment,
    bool AsksDuties,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>Confirmed: what is missing is being collected.</summary>
    public bool Confirmed { get; init; }
}

/// <param name="Reason">Why not, with <see cref="ChangeStatus.Refused"/> and <see cref="ChangeStatus.Lapsed"/>.</param>
public sealed record ChangeResult(ChangeStatus Status, DateTimeOffset At, Reasons? Reason = null);

public enum ChangeStatus
{
    Offered,

    /// <summary>Confirmed; the difference is not paid yet.</summary>
    AwaitingPayment,
    InForce,
    Declined,

    /// <summary>Not confirmed, or not paid, in time, or overtaken by the order.</summary>
    Lapsed,

    /// <summary>A later change took its place.</summary>
    Replaced,
    Refused,
}
