using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Background;

/// <summary>
/// Delivers what an order tells an endpoint, one message after the other: the next is not sent before the one before it was delivered or
/// given up. The order's rows are the truth; a lane says when its next try is due, and holds it while somebody tries.
/// </summary>
public sealed class StorefrontDelivery(
    StorefrontOutbox outbox,
    StorefrontLanes lanes,
    EndpointStore endpoints,
    DeliveryLog journal,
    OrderStore orders,
    OpsAlerts alerts,
    IWebhookPost post,
    TimeProvider clock,
    ILogger<StorefrontDelivery> log
)
{
    /// <summary>A process may die that holds a lane. A try takes a quarter of this at most.</summary>
    private static readonly TimeSpan _hold = TimeSpan.FromMinutes(1);

    /// <summary>What is due sooner is due: queues count in whole seconds.</summary>
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(1);

    // Of an endpoint that answers, four are asked at a time and the others wait; of one that fails, one, and the others come back later: a
    // receiver that lets every call run into its time-out takes one place in this process, not all.
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<string, (SemaphoreSlim Well, SemaphoreSlim Failing)> _places = new(StringComparer.Ordinal);

    /// <summary>Tries what is due, and sees to what follows.</summary>
    public async Task DeliverAsync(LaneWork work, CancellationToken cancellation)
    {
        if (await lanes.FindAsync(work.EndpointId, work.OrderId, cancellation) is not { } lane || !IsDue(lane))
            return;
        var found = await endpoints.FindWithKeysAsync(work.EndpointId, cancellation);
        if (found is not { Endpoint.IsOpen: true } open)
        {
            await DropAsync(lane, cancellation);
            return;
        }

        if (await EnterAsync(open.Endpoint, cancellation) is not { } place)
            return;
        try
        {
            await DrainAsync(lane, open, cancellation);
        }
        finally
        {
            place.Release();
        }
    }

    /// <returns>Null: there is no place, and the sweep brings the order back.</returns>
    private async Task<SemaphoreSlim?> EnterAsync(StorefrontEndpoint endpoint, CancellationToken cancellation)
    {
        var (well, failing) = _places.GetOrAdd(endpoint.Id, _ => (new(AtOnce), new(1)));
        if (endpoint.FailingSince is not null)
            return await failing.WaitAsync(TimeSpan.Zero, cancellation) ? failing : null;
        if (await well.WaitAsync(TimeSpan.Zero, cancellation))
            return well;

        // Those that were asked meanwhile may have found out that it fails.
        await well.WaitAsync(cancellation);
        if (await endpoints.FindAsync(endpoint.Id, cancellation) is { IsOpen: true, FailingSince: null })
            return well;
        well.Release();
        return null;
    }

    private bool IsDue(StorefrontLane lane) =>
        clock.GetUtcNow() is var now && lane.DueAt <= now + _soon && (lane.HeldUntil is not { } held || held <= now);

    /// <summary>Delivers until nothing is left, or a try fails.</summary>
    private async Task DrainAsync(
        StorefrontLane lane,
        (StorefrontEndpoint Endpoint, IReadOnlyList<byte[]> Keys)? open,
        CancellationToken cancellation
    )
    {
        var me = Guid.NewGuid().ToString("N");
        while (true)
        {
            // Whoever moves the row may try.
            if (await lanes.MoveAsync(lane with { HeldUntil = clock.GetUtcNow() + _hold, HeldBy = me }, cancellation) is not { } held)
            {
                // It was only touched, unless somebody else has it.
                if (await lanes.FindAsync(lane.EndpointId, lane.OrderId, cancellation) is not { } now || (now.HeldBy != me && !IsDue(now)))
                    return;
                lane = now;
                continue;
            }

            lane = held;
            if (await outbox.WaitingAsync(lane.OrderId, lane.EndpointId, cancellation) is not [var message, ..])
            {
                if (await lanes.EndAsync(lane, cancellation))
                    return;
                if (await lanes.FindAsync(lane.EndpointId, lane.OrderId, cancellation) is not { } touched)
                    return;
                lane = touched;
                continue;
            }

            // It may have been switched off since the message before.
            open ??= await endpoints.FindWithKeysAsync(lane.EndpointId, cancellation);
            if (open is not ({ IsOpen: true } endpoint, var keys))
            {
                await DropAsync(lane, cancellation);
                return;
            }

            open = null;
            var tries = (lane.Sequence == message.Sequence ? lane.Tries : 0) + 1;
            var (delivery, answer) = await TryAsync(endpoint, keys, message, tries, cancellation);
            await journal.AddAsync(endpoint.Id, delivery, cancellation);
            await NoteAsync(endpoint, message, delivery, answer, cancellation);
            if (delivery.NextAt is { } next)
            {
                await PutOffAsync(
                    lane with
                    {
                        Sequence = message.Sequence,
                        Tries = tries,
                        DueAt = next,
                        HeldUntil = null,
                        HeldBy = null,
                    },
                    cancellation
                );
                return;
            }

            await outbox.SettleAsync(message, endpoint.Id, cancellation);
            lane = lane with { Sequence = message.Sequence, Tries = 0 };
        }
    }

    private async Task<(Delivery Delivery, PostAnswer Answer)> TryAsync(
        StorefrontEndpoint endpoint,
        IReadOnlyList<byte[]> keys,
        StorefrontMessage message,
        int tries,
        CancellationToken cancellation
    )
    {
        var order = await orders.GetAsync(message.OrderId, cancellation);
        var at = clock.GetUtcNow();
        var body = message.Body(order.OrderNumber);
        var answer = await post.PostAsync(endpoint.Url, WebhookSecret.Headers(keys, message.Id, at, body), body, cancellation);
        var isOld = at - message.At >= DeliverySchedule.Longest && !message.IsReplay;
        var pause =
            answer.IsSuccess || answer.IsGone || isOld
                ? null
                : DeliverySchedule.After(tries, Random.Shared.NextDouble(), answer.RetryAfter);
        var outcome =
            answer.IsSuccess ? DeliveryOutcome.Delivered
            : pause is null ? DeliveryOutcome.GivenUp
            : DeliveryOutcome.Failed;
        return (Delivery.Of(message, tries, at, outcome, answer) with { NextAt = clock.GetUtcNow() + pause }, answer);
    }

    /// <summary>Writes down at the endpoint whether it hears, where that has changed.</summary>
    private async Task NoteAsync(
        StorefrontEndpoint endpoint,
        StorefrontMessage message,
        Delivery delivery,
        PostAnswer answer,
        CancellationToken cancellation
    )
    {
        if (delivery.Outcome != DeliveryOutcome.Delivered)
            log.LogWarning(
                "Message {MessageId} was not delivered to endpoint {EndpointId}: try {Attempt}, status {Status}, {Error}.",
                message.Id,
                endpoint.Id,
                delivery.Attempt,
                delivery.Status,
                delivery.Error
            );
        if (delivery.Outcome == DeliveryOutcome.GivenUp)
            await AlertAsync(
                endpoint,
                AlertKind.StorefrontGivenUp,
                "Messages to this endpoint of the storefront were given up; the log of its deliveries has them.",
                cancellation
            );
        if (answer.IsGone)
        {
            await AlertAsync(
                endpoint,
                AlertKind.StorefrontGone,
                "This endpoint of the storefront answered 410 Gone, and was switched off.",
                cancellation
            );
            var now = clock.GetUtcNow();
            await endpoints.ChangeAsync(
                endpoint.Id,
                known => known.With(new(now, "system", EndpointActionKind.SwitchedOff, "It answered 410 Gone.")) with { Enabled = false },
                cancellation
            );
            return;
        }

        var failingSince = answer.IsSuccess ? (DateTimeOffset?)null : endpoint.FailingSince ?? delivery.At;
        if (failingSince != endpoint.FailingSince)
            await endpoints.ChangeAsync(endpoint.Id, known => known with { FailingSince = failingSince }, cancellation);
    }

    private Task AlertAsync(StorefrontEndpoint endpoint, AlertKind kind, string text, CancellationToken cancellation) =>
        alerts.RaiseAsync(
            // Once a day, not once a message.
            FormattableString.Invariant($"{OrderJson.Name(kind)}:{endpoint.Id}:{clock.GetUtcNow():yyyy-MM-dd}"),
            kind,
            null,
            $"{endpoint.Id} ({new Uri(endpoint.Url).Host}): {text}",
            cancellation
        );

    private async Task PutOffAsync(StorefrontLane lane, CancellationToken cancellation)
    {
        while (await lanes.MoveAsync(lane, cancellation) is null)
        {
            if (await lanes.FindAsync(lane.EndpointId, lane.OrderId, cancellation) is not { } touched)
                return;
            lane = lane with { Version = touched.Version };
        }

        await lanes.QueueAsync(lane, cancellation);
    }

    /// <summary>What waits for an endpoint that gets nothing any more is taken off, and stays in its log.</summary>
    private async Task DropAsync(StorefrontLane lane, CancellationToken cancellation)
    {
        foreach (var message in await outbox.WaitingAsync(lane.OrderId, lane.EndpointId, cancellation))
        {
            await journal.AddAsync(lane.EndpointId, Delivery.Of(message, 0, clock.GetUtcNow(), DeliveryOutcome.Dropped), cancellation);
            await outbox.SettleAsync(message, lane.EndpointId, cancellation);
        }

        // Where it was touched meanwhile, the sweep finds it.
        if (await lanes.FindAsync(lane.EndpointId, lane.OrderId, cancellation) is { } left)
            await lanes.EndAsync(left, cancellation);
    }
}
