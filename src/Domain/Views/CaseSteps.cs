using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What happens next to the open claim, return or request whose time is over first.</summary>
internal static class CaseSteps
{
    /// <summary>Null if nothing is open.</summary>
    public static Step? Of(IReadOnlyList<CaseState> cases) =>
        cases.Where(filed => filed.IsOpen).MinBy(filed => filed.DueBy) switch
        {
            null => null,
            { Kind: CaseKind.Claim } claim => Step.Of(NextStepKind.ClaimAnswer, claim.AnswerBy),
            { Kind: CaseKind.Request } request => Step.Of(NextStepKind.RequestAnswer, request.AnswerBy),
            { Status: CaseStatus.Received } => Step.Of(NextStepKind.ReturnInspection),
            { Status: CaseStatus.InTransit } => Step.Of(NextStepKind.ReturnArrival),
            var granted => Step.Of(NextStepKind.ReturnSending, granted.DueBy),
        };
}
