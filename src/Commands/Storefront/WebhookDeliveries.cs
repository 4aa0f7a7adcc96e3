using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Commands.Storefront;

/// <summary>What operations see and ask of deliveries to the storefront's endpoints.</summary>
public sealed class WebhookDeliveries(
    EndpointStore endpoints,
    DeliveryLog journal,
    StorefrontOutbox outbox,
    IWebhookPost post,
    TimeProvider clock
)
{
    private const string What = "webhook endpoint";

    /// <summary>A replay of many writes two rows a message, while its caller waits.</summary>
    private const int MostAtOnce = 500;

    /// <summary>The log, the newest first.</summary>
    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public async Task<Outcome<(IReadOnlyList<Delivery> Deliveries, string? Continuation)>> PageAsync(
        string endpointId,
        string? continuation,
        CancellationToken cancellation
    ) =>
        await endpoints.FindAsync(endpointId, cancellation) is null
            ? new Missing(What)
            : new Done<(IReadOnlyList<Delivery>, string?)>(await journal.PageAsync(endpointId, continuation, cancellation));

    /// <summary>Posts a test event once: whether an endpoint hears.</summary>
    public async Task<Outcome<Delivery>> TestAsync(string endpointId, string by, CancellationToken cancellation)
    {
        if (await endpoints.FindWithKeysAsync(endpointId, cancellation) is not var (endpoint, keys))
            return new Missing(What);
        await NoteAsync(endpointId, by, EndpointActionKind.Tested, null, cancellation);
        var at = clock.GetUtcNow();
        var id = $"msg_test_{Guid.NewGuid():N}";
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Type = StorefrontEvents.Test,
                Timestamp = at,
                Data = new { EndpointId = endpointId },
            },
            OrderJson.Options
        );
        var answer = await post.PostAsync(endpoint.Url, WebhookSecret.Headers(keys, id, at, body), body, cancellation);
        var outcome = answer.IsSuccess ? DeliveryOutcome.Delivered : DeliveryOutcome.GivenUp;
        return new Done<Delivery>(
            await journal.AddAsync(endpointId, Delivery.Of(id, StorefrontEvents.Test, 1, at, outcome, answer), cancellation)
        );
    }

    /// <summary>Has the message of one delivery delivered once more, whatever became of it.</summary>
    public async Task<Outcome<StorefrontMessage>> ReplayAsync(
        string endpointId,
        string deliveryId,
        string by,
        CancellationToken cancellation
    )
    {
        if (await OpenAsync(endpointId, cancellation) is { } failure)
            return failure;
        if (await journal.FindAsync(endpointId, deliveryId, cancellation) is not { Message: { } message })
            return new Missing("delivery of an order's message");
        await NoteAsync(endpointId, by, EndpointActionKind.Replayed, message.Id, cancellation);
        await outbox.ReplayAsync(message, endpointId, cancellation);
        return new Done<StorefrontMessage>(message);
    }

    /// <summary>Has delivered once more what was given up or dropped since then, in the order in which it was told.</summary>
    public async Task<Outcome<Replayed>> ReplaySinceAsync(
        string endpointId,
        DateTimeOffset since,
        string by,
        CancellationToken cancellation
    )
    {
        if (await OpenAsync(endpointId, cancellation) is { } failure)
            return failure;
        await NoteAsync(endpointId, by, EndpointActionKind.Replayed, FormattableString.Invariant($"since {since:O}"), cancellation);
        var lost = await journal.LostSinceAsync(endpointId, since, cancellation);
        foreach (var message in lost.Take(MostAtOnce))
            await outbox.ReplayAsync(message, endpointId, cancellation);
        return new Done<Replayed>(new(Math.Min(lost.Count, MostAtOnce), Math.Max(0, lost.Count - MostAtOnce)));
    }

    /// <returns>Why nothing can be replayed there.</returns>
    private async Task<Failure?> OpenAsync(string endpointId, CancellationToken cancellation)
    {
        if (await endpoints.FindAsync(endpointId, cancellation) is not { } endpoint)
            return new Missing(What);
        if (endpoint.IsOpen)
            return null;
        var errors = new FieldErrors();
        errors.Add("", "The endpoint is switched off: switch it on first.");
        return new Unfit(errors);
    }

    private async Task NoteAsync(string endpointId, string by, EndpointActionKind what, string? note, CancellationToken cancellation)
    {
        var action = new EndpointAction(clock.GetUtcNow(), by, what, note);
        await endpoints.ChangeAsync(endpointId, endpoint => endpoint.With(action), cancellation);
    }
}

/// <param name="Count">So many messages wait to be delivered once more.</param>
/// <param name="Left">So many more were found: ask again when these are delivered.</param>
public sealed record Replayed(int Count, int Left);
