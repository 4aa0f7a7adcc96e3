using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>What a claim orchestration is started with: references only.</summary>
public sealed record ClaimCase(string OrderId, ClaimFiled Filed);

/// <summary>What a verdict on a claim comes to for its order.</summary>
public static class ClaimDue
{
    /// <summary>
    /// The verdict that no person has to give: a small claim about goods that have arrived is refunded. Lost parcels may still come, so a
    /// person looks at them.
    /// </summary>
    public static ClaimVerdict? ByRule(ClaimFiled claim, DateTimeOffset now) =>
        claim.DecideByRuleUpTo is { } limit && claim.Kind != ClaimKind.Lost && claim.Value.Amount > 0 && claim.Value <= limit
            ? new ClaimVerdict(
                ClaimOutcome.Refund,
                claim.Value,
                claim.Kind == ClaimKind.Damaged ? Liability.Carrier : Liability.Shop,
                "rule",
                now
            )
            : null;

    public static CaseEnd Of(ClaimFiled claim, ClaimVerdict verdict)
    {
        // What is damaged or wrong stays with the customer; what is lost or missing they never had.
        var absent = claim.Kind is ClaimKind.Lost or ClaimKind.Missing;
        return verdict.Outcome switch
        {
            ClaimOutcome.Refund => new CaseEnd
            {
                Kind = CaseKind.Claim,
                CaseId = claim.ClaimId,
                Lines = claim.Lines,
                Refund = verdict.Refund ?? claim.Value,
                Goodwill = verdict.Goodwill,
                Mail = MailKind.ClaimAnswered,
                Replace = [],
                Restock = [],
                GoodsBack = absent,
                Lost = claim.Kind == ClaimKind.Lost,
            },
            ClaimOutcome.Replacement => new CaseEnd
            {
                Kind = CaseKind.Claim,
                CaseId = claim.ClaimId,
                Lines = claim.Lines,
                Replace = claim.Lines,
                Restock = [],
                GoodsBack = false,
                Lost = claim.Kind == ClaimKind.Lost,
            },
            _ => CaseEnd.Nothing(CaseKind.Claim, claim.ClaimId),
        };
    }
}
