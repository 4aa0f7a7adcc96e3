using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Http.Webhooks;

/// <summary>Where payment providers and carriers post. Anonymous and signed.</summary>
public sealed class WebhookFunctions(WebhookReceiver receiver, TimeProvider clock)
{
    [Function("PaymentWebhook")]
    public Task<IResult> PaymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/payments/{provider}")] HttpRequest request,
        string provider,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    ) => TakeAsync(client, request, WebhookKind.Payments, provider, cancellation);

    [Function("CarrierWebhook")]
    public Task<IResult> CarrierAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/carriers/{carrier}")] HttpRequest request,
        string carrier,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    ) => TakeAsync(client, request, WebhookKind.Carriers, carrier, cancellation);

    private async Task<IResult> TakeAsync(
        DurableTaskClient client,
        HttpRequest request,
        WebhookKind kind,
        string name,
        CancellationToken cancellation
    )
    {
        if (receiver.Find(kind, name) is not { } adapter)
            return Problem.NotFound("sender");
        if (await RawBody.ReadAsync(request, JsonRequest.Limit, cancellation) is not { } body)
            return RawBody.TooLarge;

        var headers = adapter
            .Headers.Where(request.Headers.ContainsKey)
            .ToDictionary(header => header, header => request.Headers[header].ToString(), StringComparer.OrdinalIgnoreCase);
        var outcome = await receiver.ReceiveAsync(client, adapter, headers, body, clock.GetUtcNow(), cancellation);
        return outcome.Result switch
        {
            WebhookResult.Refused => new Problem(
                "urn:orders:signature",
                StatusCodes.Status401Unauthorized,
                "The signature does not hold.",
                Reason: outcome.Reason
            ),

            // 2xx, so that it is not sent again: repeating does not make it clearer.
            WebhookResult.Quarantined => TypedResults.Json(
                adapter.Thanks ?? new { Result = outcome.Result },
                OrderJson.Options,
                statusCode: StatusCodes.Status202Accepted
            ),
            _ => TypedResults.Json(adapter.Thanks ?? new { Result = outcome.Result }, OrderJson.Options),
        };
    }
}
