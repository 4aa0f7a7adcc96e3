using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>The after-sales requests that wait for an answer, and one of them with its attachments.</summary>
public sealed class RequestOperations(CaseIndex index, OrderStore orders, CaseTexts texts, CaseFiles files)
{
    /// <summary>The one that is due first first.</summary>
    [Function("OpsRequests")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/requests")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        List<object> rows = [];
        foreach (var entry in await index.OpenAsync(CaseKind.Request, cancellation))
        {
            if (await orders.FindCaseAsync(entry.OrderId, CaseKind.Request, entry.CaseId, cancellation) is { } filed)
                rows.Add(
                    new
                    {
                        RequestId = filed.CaseId,
                        entry.OrderId,
                        filed.FiledAt,
                        AnswerBy = filed.DueBy,
                        filed.Escalated,
                        Attachments = filed.Files.Count,
                    }
                );
        }

        return Json.Ok(new { Requests = rows });
    }

    [Function("OpsRequest")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/requests/{requestId}")] HttpRequest request,
        string requestId,
        CancellationToken cancellation
    )
    {
        _ = request;
        return await FindAsync(requestId, cancellation) is var (order, filed)
            ? Json.Ok(await FileOfAsync(order, filed, texts, cancellation))
            : Problem.NotFound("request");
    }

    [Function("OpsRequestAttachment")]
    public async Task<IResult> AttachmentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/requests/{requestId}/attachments/{n:int}")] HttpRequest request,
        string requestId,
        int n,
        CancellationToken cancellation
    )
    {
        return await FindAsync(requestId, cancellation) is var (order, filed)
            ? await FileAnswer.OfAsync(request.HttpContext.Response, files, order.CustomerId, filed, n, cancellation)
            : Problem.NotFound("request");
    }

    internal static async Task<object> FileOfAsync(Order order, CaseState filed, CaseTexts texts, CancellationToken cancellation) =>
        new
        {
            Request = RequestView.Of(
                filed,
                $"/api/ops/requests/{filed.CaseId}/attachments",
                await texts.TextAsync(order.CustomerId, filed, cancellation),
                await texts.AnswerAsync(order.CustomerId, filed, cancellation)
            ),
            order.OrderId,
            order.OrderNumber,
            order.CustomerId,
            order.Locale,
        };

    private async Task<(Order Order, CaseState Filed)?> FindAsync(string requestId, CancellationToken cancellation) =>
        await index.FindAsync(CaseKind.Request, requestId, cancellation) is { } entry
        && await orders.FindCaseAsync(entry.OrderId, CaseKind.Request, requestId, cancellation) is { } filed
            ? (await orders.GetAsync(entry.OrderId, cancellation), filed)
            : null;
}
