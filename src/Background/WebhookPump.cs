using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Background;

/// <summary>
/// Brings events to the orchestrations that could not be told at once (<see cref="OutsideEvents"/>) or did not hear, until the order's own
/// rows say that it had its effect. The inbox row is the truth, the queue only wakes the pump: a lost message is swept up
/// (<see cref="WebhookSweep"/>), a copy is dropped, a raised event that was lost is raised again. The receiver knows events by their id, so
/// that twice is once.
/// </summary>
public sealed class WebhookPump(
    WebhookInbox inbox,
    OutsideEvents events,
    Quarantine quarantine,
    OrderStore orders,
    OpsAlerts alerts,
    WebhookOptions options,
    ILogger<WebhookPump> log
)
{
    private const string LateOrchestration = "PostCompletionOrchestration";

    [Function(nameof(WebhookPump))]
    public async Task RunAsync(
        [QueueTrigger(WebhookInbox.Queue)] string text,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var message =
            JsonSerializer.Deserialize<WebhookMessage>(text, OrderJson.Options)
            ?? throw new JsonException("A message of the webhook queue is null.");
        var (source, eventId, attempt) = message;
        if (await inbox.FindDeliveryAsync(source, eventId, cancellation) is not { } delivery || delivery.Attempts > attempt)
            return;

        if (await orders.IsHandledAsync(delivery.OrderId, delivery.HandledId, cancellation))
        {
            await inbox.SettleAsync(source, eventId, "delivered", cancellation);
            return;
        }

        if (await inbox.FindAsync(source, eventId, cancellation) is not { } posted)
            throw new InvalidOperationException($"The event {eventId} of {source} is pending, and not in the inbox.");
        if (delivery.Attempts >= options.MaxAttempts)
            await QuarantineAsync(posted, cancellation);
        else
            await AttemptAsync(posted, delivery, client, cancellation);
    }

    private async Task AttemptAsync(WebhookEvent posted, WebhookDelivery delivery, DurableTaskClient client, CancellationToken cancellation)
    {
        var (source, eventId, target) = (posted.Source, posted.EventId, posted.Target);
        var pause = options.PauseAfter(delivery.Attempts);

        // The next look is promised before this attempt counts: whatever happens in between, one of the two messages is not behind the row.
        await inbox.QueueAsync(source, eventId, delivery.Attempts + 1, pause, cancellation);
        if (!await inbox.ClaimAsync(source, eventId, delivery, pause, cancellation))
            return;

        var standing = await client.StandingAsync(target.InstanceId, cancellation);
        if (standing == InstanceStanding.NotStarted)
            log.LogWarning(
                "Event {EventId} waits: instance {InstanceId} of order {OrderId} has not started.",
                eventId,
                target.InstanceId,
                target.OrderId
            );
        else if (standing == InstanceStanding.Ended || await events.HasEndedAsync(target, cancellation))
            await StartLateAsync(posted, client, cancellation);
        else
            await client.TellStartedAsync(target.InstanceId, target.EventName, OutsideEvents.PayloadOf(target), cancellation);
    }

    private async Task StartLateAsync(WebhookEvent posted, DurableTaskClient client, CancellationToken cancellation)
    {
        var target = posted.Target;
        var id = "late-" + TableKey.Escape(target.HandledId);
        var late = await client.GetInstanceAsync(id, cancellation);
        if (late is { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            await inbox.SettleAsync(posted.Source, posted.EventId, "delivered", cancellation);
        else if (late is null)
            await client.ScheduleNewOrchestrationInstanceAsync(
                LateOrchestration,
                Late(target),
                new StartOrchestrationOptions(id),
                cancellation
            );
    }

    private async Task QuarantineAsync(WebhookEvent posted, CancellationToken cancellation)
    {
        var (source, eventId, target) = (posted.Source, posted.EventId, posted.Target);
        await quarantine.AddAsync(
            source,
            $"undelivered: {options.MaxAttempts} attempts",
            posted.Body.ToArray(),
            eventId: eventId,
            cancellation: cancellation
        );
        await alerts.RaiseAsync(
            $"webhook:{source}:{eventId}",
            AlertKind.WebhookUndelivered,
            target.OrderId,
            $"Event {eventId} of {source} had no effect after {options.MaxAttempts} attempts; it is in quarantine.",
            cancellation
        );
        await inbox.SettleAsync(source, eventId, "quarantined", cancellation);
        log.LogError("Event {EventId} of {Source} for order {OrderId} was quarantined.", eventId, source, target.OrderId);
    }

    private static PostCompletionEvent Late(WebhookTarget target) =>
        new(
            target.OrderId,
            OutsideEvents.PayloadOf(target) as PaymentUpdate,
            OutsideEvents.PayloadOf(target) as CarrierUpdate,
            target.ParcelNumber,
            target.Rma
        );
}
