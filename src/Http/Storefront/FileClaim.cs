using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/claims</c>: looks through the photos, and files the claim.</summary>
public sealed class FileClaim(OrderStore orders, FileClaimCommand file, MultipartRequest forms, TimeProvider time)
{
    [Function(nameof(FileClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/claims")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        // The moment at which it reached us counts, however long its photos take.
        var filedAt = time.GetUtcNow();
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var (asked, problem) = await ClaimForm.ReadAsync(forms, request, record.Order.Locale, filedAt, cancellation);
        if (asked is null)
            return problem!;

        return Answer.Of(
            await file.RunAsync(client, record, asked, cancellation),
            claim =>
            {
                var location = $"/api/orders/{orderId}/claims/{claim.CaseId}";
                return Json.Created(
                    request.HttpContext.Response,
                    location,
                    ClaimView.Of(claim, record.State, $"{location}/photos", asked.Description)
                );
            }
        );
    }
}
