using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>A claim as it stands, and the photos that came with it.</summary>
public sealed class GetClaim(OrderStore orders, CaseTexts texts, CaseFiles files)
{
    [Function(nameof(GetClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/claims/{claimId}")] HttpRequest request,
        string orderId,
        string claimId,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await orders.FindCaseWithOrderAsync(orderId, CaseKind.Claim, claimId, cancellation) is not var (order, claim))
            return Problem.NotFound("claim");
        var description = await texts.TextAsync(order.Order.CustomerId, claim, cancellation);
        var answer = await texts.AnswerAsync(order.Order.CustomerId, claim, cancellation);
        return Json.Ok(ClaimView.Of(claim, order.State, $"/api/orders/{orderId}/claims/{claimId}/photos", description, answer));
    }

    [Function("ClaimPhoto")]
    public async Task<IResult> PhotoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/claims/{claimId}/photos/{n:int}")] HttpRequest request,
        string orderId,
        string claimId,
        int n,
        CancellationToken cancellation
    )
    {
        if (await orders.FindCaseWithOrderAsync(orderId, CaseKind.Claim, claimId, cancellation) is not var (order, claim))
            return Problem.NotFound("claim");
        return await FileAnswer.OfAsync(request.HttpContext.Response, files, order.Order.CustomerId, claim, n, cancellation);
    }
}
