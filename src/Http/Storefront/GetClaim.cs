using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Cases;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>A claim as it stands, and the photos that came with it.</summary>
public sealed class GetClaim(OrderStore orders, CaseTexts texts, CaseFiles files)
{
    [Function(nameof(GetClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/claims/{claimId}")] HttpRequest request,
        string orderId,
        string claimId,
        CancellationToken cancellation)
    {
        if (await FindAsync(request, orderId, claimId, cancellation) is not var (customerId, claim))
            return Problem.NotFound("claim");
        var description = await texts.TextAsync(customerId, claim, cancellation);
        var answer = await texts.AnswerAsync(customerId, claim, cancellation);
        return Json.Ok(ClaimView.Of(claim, $"/api/orders/{orderId}/claims/{claimId}/photos", description, answer));
    }

    [Function("ClaimPhoto")]
    public async Task<IResult> PhotoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/claims/{claimId}/photos/{n:int}")] HttpRequest request,
        string orderId,
        string claimId,
        int n,
        CancellationToken cancellation)
    {
        if (await FindAsync(request, orderId, claimId, cancellation) is not var (customerId, claim))
            return Problem.NotFound("claim");
        return await FileAnswer.OfAsync(request.HttpContext.Response, files, customerId, claim, n, cancellation);
    }

    // A storefront that names its customer sees that customer's claims only.
    private async Task<(string CustomerId, CaseState Claim)?> FindAsync(HttpRequest request, string orderId, string claimId, CancellationToken cancellation)
    {
        if (await orders.FindCaseAsync(orderId, CaseKind.Claim, claimId, cancellation) is not { } claim)
            return null;
        var order = await orders.GetAsync(orderId, cancellation);
        return request.Query.TryGetValue("customerId", out var customer) && customer != order.CustomerId ? null : (order.CustomerId, claim);
    }
}
