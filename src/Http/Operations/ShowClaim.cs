using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// The case file of a claim: what the customer wrote and showed, the order, and its parcels with their scans as they were when the claim
/// was filed.
/// </summary>
public sealed class ShowClaim(CaseIndex index, OrderStore orders, CaseTexts texts, CaseFiles files, TimeProvider time)
{
    [Function(nameof(ShowClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/claims/{claimId}")] HttpRequest request,
        string claimId,
        CancellationToken cancellation
    )
    {
        _ = request;
        return await FindAsync(claimId, cancellation) is var (record, claim)
            ? Json.Ok(await FileOfAsync(record, claim, texts, time.GetUtcNow(), cancellation))
            : Problem.NotFound("claim");
    }

    [Function("OpsClaimPhoto")]
    public async Task<IResult> PhotoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/claims/{claimId}/photos/{n:int}")] HttpRequest request,
        string claimId,
        int n,
        CancellationToken cancellation
    )
    {
        return await FindAsync(claimId, cancellation) is var (record, claim)
            ? await FileAnswer.OfAsync(request.HttpContext.Response, files, record.Order.CustomerId, claim, n, cancellation)
            : Problem.NotFound("claim");
    }

    internal static async Task<object> FileOfAsync(
        OrderRecord record,
        CaseState claim,
        CaseTexts texts,
        DateTimeOffset now,
        CancellationToken cancellation
    ) =>
        new
        {
            Claim = ClaimView.Of(
                claim,
                record.State,
                $"/api/ops/claims/{claim.CaseId}/photos",
                await texts.TextAsync(record.Order.CustomerId, claim, cancellation),
                await texts.AnswerAsync(record.Order.CustomerId, claim, cancellation)
            ),
            claim.Claim!.Value,
            claim.Escalated,
            claim.Claim.Verdict?.Liability,
            DecidedBy = claim.Claim.Verdict?.By,
            record.Order.CustomerId,
            Order = record.View(now),
            ParcelsThen = claim.Claim.Parcels,
        };

    private async Task<(OrderRecord Record, CaseState Claim)?> FindAsync(string claimId, CancellationToken cancellation)
    {
        if (
            await index.FindAsync(CaseKind.Claim, claimId, cancellation) is not { } entry
            || await orders.FindAsync(entry.OrderId, cancellation) is not { } record
        )
            return null;
        return record.Cases.FirstOrDefault(filed => filed.Kind == CaseKind.Claim && filed.CaseId == claimId) is { } claim
            ? (record, claim)
            : null;
    }
}
