using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Cases;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>An after-sales request as it stands: question, answer, the clock, and what came with it.</summary>
public sealed class GetRequest(OrderStore orders, CaseTexts texts, CaseFiles files)
{
    [Function(nameof(GetRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/requests/{requestId}")] HttpRequest request,
        string orderId,
        string requestId,
        CancellationToken cancellation)
    {
        if (await FindAsync(request, orderId, requestId, cancellation) is not var (customerId, filed))
            return Problem.NotFound("request");
        var text = await texts.TextAsync(customerId, filed, cancellation);
        var answer = await texts.AnswerAsync(customerId, filed, cancellation);
        return Json.Ok(RequestView.Of(filed, $"/api/orders/{orderId}/requests/{requestId}/attachments", text, answer));
    }

    [Function("RequestAttachment")]
    public async Task<IResult> AttachmentAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/requests/{requestId}/attachments/{n:int}")] HttpRequest request,
        string orderId,
        string requestId,
        int n,
        CancellationToken cancellation)
    {
        if (await FindAsync(request, orderId, requestId, cancellation) is not var (customerId, filed))
            return Problem.NotFound("request");
        return await FileAnswer.OfAsync(request.HttpContext.Response, files, customerId, filed, n, cancellation);
    }

    // A storefront that names its customer sees that customer's requests only.
    private async Task<(string CustomerId, CaseState Filed)?> FindAsync(HttpRequest request, string orderId, string requestId, CancellationToken cancellation)
    {
        if (await orders.FindCaseAsync(orderId, CaseKind.Request, requestId, cancellation) is not { } filed)
            return null;
        var order = await orders.GetAsync(orderId, cancellation);
        return request.Query.TryGetValue("customerId", out var customer) && customer != order.CustomerId ? null : (order.CustomerId, filed);
    }
}
