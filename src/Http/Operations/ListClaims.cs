using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>The claims that wait for a decision, the most urgent first.</summary>
public sealed class ListClaims(CaseIndex index, OrderStore orders)
{
    [Function(nameof(ListClaims))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/claims")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        var claims = await Task.WhenAll(
            (await index.OpenAsync(CaseKind.Claim, cancellation)).Select(entry => RowAsync(entry, cancellation))
        );
        return Json.Ok(new { Claims = claims.OfType<object>() });
    }

    /// <returns>Null for a claim whose filing has not got as far as storing it.</returns>
    private async Task<object?> RowAsync(CaseEntry entry, CancellationToken cancellation)
    {
        if (await orders.FindCaseAsync(entry.OrderId, CaseKind.Claim, entry.CaseId, cancellation) is not { } claim)
            return null;
        var order = await orders.GetAsync(entry.OrderId, cancellation);
        return new
        {
            ClaimId = claim.CaseId,
            entry.OrderId,
            order.OrderNumber,
            claim.Claim!.Kind,
            claim.Claim.Value,
            claim.Lines,
            claim.FiledAt,
            AnswerBy = claim.DueBy,
            claim.Escalated,
            Photos = claim.Files.Count,
        };
    }
}
