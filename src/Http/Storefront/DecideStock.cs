using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/stock-decision</c>: what the customer wants done about goods that are out of stock.</summary>
public sealed class DecideStock(DecideStockCommand decide, TimeProvider time)
{
    [Function(nameof(DecideStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/stock-decision")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (said, problem) = await JsonRequest.ReadAsync(request, StockChoiceReader.Read, cancellation);
        if (said is null)
            return problem!;
        var outcome = await decide.RunAsync(client, orderId, said, cancellation);
        return Answer.WithOrder(outcome, request.HttpContext.Response, $"/api/orders/{orderId}", time.GetUtcNow());
    }
}
