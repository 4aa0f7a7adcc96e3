using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>A claim whose case file is stored.</summary>
/// <param name="FiledAt">When it reached us: what counts for the window.</param>
/// <param name="RemindAt">When operations are reminded.</param>
/// <param name="AnswerBy">When an answer is due.</param>
/// <param name="LateBy">What is promised instead once that was missed.</param>
/// <param name="Value">What the customer paid for its lines.</param>
/// <param name="DecideByRuleUpTo">A claim worth no more is granted without a person; null if none is.</param>
public sealed record ClaimFiled(
    string EventId,
    string ClaimId,
    ClaimKind Kind,
    IReadOnlyList<ParcelLine> Lines,
    DateTimeOffset FiledAt,
    DateTimeOffset RemindAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset LateBy,
    Money Value,
    Money? DecideByRuleUpTo
)
{
    /// <summary>The event of a stored claim; as often as it is raised, its effect is that of once.</summary>
    public static ClaimFiled Of(CaseState claim) =>
        new(
            $"claim:{claim.CaseId}",
            claim.CaseId,
            claim.Claim!.Kind,
            claim.Lines,
            claim.FiledAt,
            claim.RemindAt ?? claim.DueBy,
            claim.DueBy,
            claim.LateBy ?? claim.DueBy,
            claim.Claim.Value,
            claim.Claim.DecideByRuleUpTo
        );
}

/// <param name="Amount">What is refunded; null with a replacement or a decline, the lines' value if absent with a refund.</param>
/// <param name="SealedReason">For the customer, sealed with the customer's key.</param>
public sealed record ClaimDecision(
    string EventId,
    ClaimOutcome Outcome,
    Money? Amount,
    Liability Liability,
    string SealedReason,
    string By
);
