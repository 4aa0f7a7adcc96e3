using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Changes;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>PATCH /api/orders/{orderId}</c>: another address or phone.</summary>
public sealed class ChangeAddress(ChangeAddressCommand change, TimeProvider time)
{
    [Function(nameof(ChangeAddress))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "orders/{orderId}")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (wish, problem) = await JsonRequest.ReadAsync(request, body => ChangeRequestReader.ReadAddress(body, orderId), cancellation);
        if (wish is null)
            return problem!;
        var outcome = await change.RunAsync(client, wish, cancellation);
        return ChangeAnswer.Of(outcome, request.HttpContext.Response, time.GetUtcNow());
    }
}
