using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/requests</c>: a question or a fault, with its attachments.</summary>
public sealed class FileRequest(OrderStore orders, FileRequestCommand file, MultipartRequest forms, ShopContact shop, TimeProvider time)
{
    [Function(nameof(FileRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/requests")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        // The moment at which it reached us starts the clock, however long its attachments take.
        var filedAt = time.GetUtcNow();
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var locale = record.Order.Locale;
        var (asked, problem) = await RequestForm.ReadAsync(forms, request, locale, filedAt, cancellation);
        if (asked is null)
            return problem!;

        var outcome = await file.RunAsync(client, record, asked, cancellation);

        // When the order can do nothing more for them, they are told how to reach the shop.
        if (outcome is NotDone<CaseState>(Refusal refusal) && FailureProblem.Of(refusal) is var refused)
            return refused with { Detail = $"{refused.Detail} {shop.Text.In(locale)}" };
        return Answer.Of(
            outcome,
            filed =>
            {
                var location = $"/api/orders/{orderId}/requests/{filed.CaseId}";
                return Json.Created(request.HttpContext.Response, location, RequestView.Of(filed, $"{location}/attachments", asked.Text));
            }
        );
    }
}
