using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Storefront;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Http.Operations;

/// <summary>What was delivered to an endpoint of the storefront, and what is to be delivered once more.</summary>
public sealed class WebhookDeliveryOperations(WebhookDeliveries deliveries, TimeProvider clock)
{
    /// <summary>Every try of the last thirty days, the newest first, fifty a page.</summary>
    [Function("OpsWebhookDeliveries")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/webhooks/{id}/deliveries")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var continuation = request.Query["continuation"].ToString();
        try
        {
            return Answer.Of(
                await deliveries.PageAsync(id, continuation.Length == 0 ? null : continuation, cancellation),
                page => Json.Ok(new { Deliveries = page.Deliveries.Select(View), page.Continuation })
            );
        }
        catch (FormatException)
        {
            return Problem.Invalid("continuation", "Is not the continuation of an earlier answer.");
        }
    }

    /// <summary>Posts a test event, once, and answers with what came of it.</summary>
    [Function("OpsWebhookTest")]
    public async Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/{id}/test")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (by, problem) = await JsonRequest.ReadAsync(request, body => body.Text("by", 100), cancellation);
        return problem ?? Answer.Of(await deliveries.TestAsync(id, by!, cancellation), delivery => Json.Ok(View(delivery)));
    }

    /// <summary>Has the message of one delivery delivered once more, under the same id.</summary>
    [Function("OpsWebhookReplay")]
    public async Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/{id}/deliveries/{deliveryId}/replay")] HttpRequest request,
        string id,
        string deliveryId,
        CancellationToken cancellation
    )
    {
        var (by, problem) = await JsonRequest.ReadAsync(request, body => body.Text("by", 100), cancellation);
        return problem
            ?? Answer.Of(
                await deliveries.ReplayAsync(id, deliveryId, by!, cancellation),
                message => Json.Ok(new { MessageId = message.Id, Result = "replayed" })
            );
    }

    /// <summary>Has delivered once more what was given up or dropped since a time.</summary>
    [Function("OpsWebhookReplaySince")]
    public async Task<IResult> ReplaySinceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/{id}/replay")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(request, body => (By: body.Text("by", 100), Since: Since(body)), cancellation);
        return problem
            ?? Answer.Of(
                await deliveries.ReplaySinceAsync(id, asked.Since, asked.By, cancellation),
                replayed => Json.Ok(new { Replayed = replayed.Count, replayed.Left })
            );
    }

    private DateTimeOffset Since(JsonInput body)
    {
        var now = clock.GetUtcNow();
        if (body.OptionalMoment("since") is not { } since)
        {
            if (!body.Has("since"))
                body.Refuse("since", "Is missing.");
            return now;
        }

        if (since > now)
            body.Refuse("since", "Is still to come.");
        else if (since < now - DeliveryLog.Kept)
            body.Refuse("since", "Is longer ago than deliveries are kept.");
        return since;
    }

    private static object View(Delivery delivery) =>
        new
        {
            delivery.Id,
            delivery.MessageId,
            delivery.Type,
            delivery.Message?.OrderId,
            delivery.Message?.Sequence,
            delivery.Attempt,
            delivery.At,
            delivery.Outcome,
            delivery.Status,
            delivery.Error,
            delivery.Took,
            delivery.Answer,
            delivery.NextAt,
        };
}
