using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Http.Operations;

/// <summary>What came by webhook and could not be used, for operations.</summary>
public sealed class QuarantineOperations(Quarantine quarantine, WebhookInbox inbox, WebhookReceiver receiver)
{
    [Function("OpsQuarantine")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/quarantine")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        return TypedResults.Json(new { Items = await quarantine.ListAsync(cancellation) }, OrderJson.Options);
    }

    /// <summary>Takes a delivery in once more, as if it came when it came; for after its cause was mended.</summary>
    [Function("OpsQuarantineReplay")]
    public async Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/quarantine/{id}/replay")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await quarantine.FindAsync(id, cancellation) is not var (item, body))
            return Problem.NotFound("item in quarantine");

        if (await AgainAsync(client, item, body, cancellation) is { } reason)
            return Problem.Conflict("urn:orders:replay", "The delivery is still of no use.") with { Reason = reason };
        await quarantine.ResolveAsync(item, body, cancellation);
        return TypedResults.Json(new { item.Id, Result = "replayed" }, OrderJson.Options);
    }

    /// <summary>Takes a delivery off the list for good: a forgery, or about something that is not ours.</summary>
    [Function("OpsQuarantineDiscard")]
    public async Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/quarantine/{id}/discard")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (done, problem) = await JsonRequest.ReadAsync(
            request,
            body => (By: body.Text("by", 100), Note: body.OptionalText("note", 500)),
            cancellation
        );
        if (problem is not null)
            return problem;
        if (await quarantine.FindAsync(id, cancellation) is not var (item, body))
            return Problem.NotFound("item in quarantine");

        await quarantine.DiscardAsync(item, body, done.By, done.Note, cancellation);
        return TypedResults.Json(new { item.Id, Result = "discarded" }, OrderJson.Options);
    }

    /// <returns>Why it does not work; null if it did.</returns>
    private async Task<string?> AgainAsync(
        DurableTaskClient client,
        QuarantineItem item,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        if (item.EventId is not null)
            return await inbox.ReopenAsync(item.Source, item.EventId, cancellation) ? null : "event_not_settled";
        return receiver.Find(item.Source) is { } adapter
            ? (await receiver.TryAsync(client, adapter, item.Headers, body, item.ReceivedAt, cancellation)).Reason
            : "sender_unknown";
    }
}
