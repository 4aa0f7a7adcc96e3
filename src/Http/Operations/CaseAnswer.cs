using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Commands.AfterSales;

namespace Orders.Functions.Http.Operations;

/// <summary>What came of a decision about a case, as an answer with the case's file.</summary>
internal static class CaseAnswer
{
    /// <param name="location">Where the file can be seen.</param>
    public static async Task<IResult> OfAsync(
        Outcome<CaseAfter> outcome,
        HttpResponse response,
        string location,
        Func<CaseAfter, Task<object>> file
    ) =>
        outcome switch
        {
            Done<CaseAfter>(var after) => Json.Ok(await file(after)),
            Waiting<CaseAfter>(var after) => Json.Accepted(response, location, await file(after)),
            NotDone<CaseAfter>(var why) => FailureProblem.Of(why),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
        };
}
