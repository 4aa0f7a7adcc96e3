using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Changes;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/changes</c>: other lines, quantities or another class, as an offer.</summary>
public sealed class RequestChange(RequestChangeCommand change, TimeProvider time)
{
    [Function(nameof(RequestChange))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/changes")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (wish, problem) = await JsonRequest.ReadAsync(request, ChangeRequestReader.Read, cancellation);
        if (wish is null)
            return problem!;
        var outcome = await change.RunAsync(client, orderId, wish, cancellation);
        return ChangeAnswer.Of(outcome, request.HttpContext.Response, time.GetUtcNow());
    }
}
