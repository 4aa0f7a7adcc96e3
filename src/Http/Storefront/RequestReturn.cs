using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/returns</c>: grants a return, with its RMA, address and deadline.</summary>
public sealed class RequestReturn(RequestReturnCommand returns, TimeProvider time)
{
    [Function(nameof(RequestReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/returns")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        // The moment at which it reached us counts.
        var filedAt = time.GetUtcNow();
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body => ReturnReader.Read(body, orderId, filedAt) with { Key = IdempotencyKey.ReadOptional(request, body.Errors) },
            cancellation
        );
        if (asked is null)
            return problem!;
        return Answer.Of(
            await returns.RunAsync(client, asked, cancellation),
            granted =>
                Json.Created(
                    request.HttpContext.Response,
                    $"/api/orders/{orderId}/returns/{granted.Case.CaseId}",
                    ReturnView.Of(granted.Case, granted.State, granted.Order.Locale, asked.Text)
                )
        );
    }
}
