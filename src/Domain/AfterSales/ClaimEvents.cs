using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>A claim whose case file is stored.</summary>
public sealed record ClaimFiled
{
    public required string EventId { get; init; }

    public required string ClaimId { get; init; }

    public required ClaimKind Kind { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    /// <summary>When it reached us: what counts for the window.</summary>
    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When operations are reminded.</summary>
    public required DateTimeOffset RemindAt { get; init; }

    /// <summary>When an answer is due.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>What is promised instead once that was missed.</summary>
    public required DateTimeOffset LateBy { get; init; }

    /// <summary>What the customer paid for its lines.</summary>
    public required Money Value { get; init; }

    /// <summary>A claim worth no more is granted without a person; null if none is.</summary>
    public Money? DecideByRuleUpTo { get; init; }

    /// <summary>The event of a stored claim; as often as it is raised, its effect is that of once.</summary>
    public static ClaimFiled Of(CaseState claim) =>
        new()
        {
            EventId = $"claim:{claim.CaseId}",
            ClaimId = claim.CaseId,
            Kind = claim.Claim!.Kind,
            Lines = claim.Lines,
            FiledAt = claim.FiledAt,
            RemindAt = claim.RemindAt ?? claim.DueBy,
            AnswerBy = claim.DueBy,
            LateBy = claim.LateBy ?? claim.DueBy,
            Value = claim.Claim.Value,
            DecideByRuleUpTo = claim.Claim.DecideByRuleUpTo,
        };
}

/// <param name="Amount">What is refunded for the goods; null with a replacement or a decline, the lines' value if absent with a refund.</param>
/// <param name="SealedReason">For the customer, sealed with the customer's key.</param>
/// <param name="Goodwill">Refunded beyond that, whatever the goods cost; null for nothing.</param>
public sealed record ClaimDecision(
    string EventId,
    ClaimOutcome Outcome,
    Money? Amount,
    Liability Liability,
    string SealedReason,
    string By,
    Money? Goodwill = null
);
