using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>An after-sales request as it stands: question, answer, the clock, and what came with it.</summary>
public sealed class GetRequest(OrderStore orders, CaseTexts texts, CaseFiles files)
{
    [Function(nameof(GetRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/requests/{requestId}")] HttpRequest request,
        string orderId,
        string requestId,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await orders.FindCaseWithOrderAsync(orderId, CaseKind.Request, requestId, cancellation) is not var (order, filed))
            return Problem.NotFound("request");
        var text = await texts.TextAsync(order.Order.CustomerId, filed, cancellation);
        var answer = await texts.AnswerAsync(order.Order.CustomerId, filed, cancellation);
        return Json.Ok(RequestView.Of(filed, $"/api/orders/{orderId}/requests/{requestId}/attachments", text, answer));
    }

    [Function("RequestAttachment")]
    public async Task<IResult> AttachmentAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/requests/{requestId}/attachments/{n:int}")]
            HttpRequest request,
        string orderId,
        string requestId,
        int n,
        CancellationToken cancellation
    )
    {
        if (await orders.FindCaseWithOrderAsync(orderId, CaseKind.Request, requestId, cancellation) is not var (order, filed))
            return Problem.NotFound("request");
        return await FileAnswer.OfAsync(request.HttpContext.Response, files, order.Order.CustomerId, filed, n, cancellation);
    }
}
