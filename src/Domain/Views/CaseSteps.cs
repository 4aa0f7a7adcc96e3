using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What happens next to the open claim, return or request whose time is over first.</summary>
internal static class CaseSteps
{
    /// <summary>Null if nothing is open.</summary>
    public static Step? Of(OrderState state, IReadOnlyList<CaseState> cases)
    {
        Step Told(NextStepKind kind, DateTimeOffset? when = null) => Step.Of(kind, state) with { When = when };

        return cases.Where(filed => filed.IsOpen).MinBy(filed => filed.DueBy) switch
        {
            null => null,
            { Kind: CaseKind.Claim } claim => Told(NextStepKind.ClaimAnswer, claim.AnswerBy),
            { Kind: CaseKind.Request } request => Told(NextStepKind.RequestAnswer, request.AnswerBy),
            { Status: CaseStatus.Received } => Told(NextStepKind.ReturnInspection),
            { Status: CaseStatus.InTransit } => Told(NextStepKind.ReturnArrival),
            var granted => Told(NextStepKind.ReturnSending, granted.DueBy),
        };
    }
}
