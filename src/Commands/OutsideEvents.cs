using System.Diagnostics;
using System.Text.Json;
using Azure;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Commands;

/// <summary>
/// Tells orchestrations of what outside companies posted, as soon as the inbox has it. What cannot be told at once is left to the pump;
/// whether it had its effect is looked at by the sweep.
/// </summary>
public sealed class OutsideEvents(
    OrderStore orders,
    WebhookInbox inbox,
    Tray<OutsideEvent> tray,
    TimeProvider time,
    ILogger<OutsideEvents> log
)
{
    private static readonly TimeSpan _firstStep = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Each event makes work for the engine. Of many that come together one is told at a time, and the slower the busier storage is: so
    /// that there is room to keep the next.
    /// </summary>
    private readonly OneAtATime _telling = new();

    /// <summary>Keeps an event unless one of its id is there, and sees to it that it is told.</summary>
    /// <param name="source">Who tells it, as the inbox knows them.</param>
    /// <param name="body">As posted.</param>
    public async Task<NewsTaken> AcceptAsync(
        DurableTaskClient client,
        string source,
        WebhookTarget target,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        var outcome = await inbox.AcceptAsync(source, target.HandledId, body, target, cancellation);
        if (outcome == AcceptOutcome.Accepted)
            await TellSoonAsync(new(client, source, target), cancellation);
        return outcome == AcceptOutcome.Contradicts
            ? new(null, $"event_id_reused: {target.HandledId}, for something else or for another order")
            : new(outcome, null);
    }

    /// <summary>
    /// Sees to it that an event is told, and does not wait for it if somebody else does that. More than this process can tell is left to
    /// the pump.
    /// </summary>
    public Task TellSoonAsync(OutsideEvent posted, CancellationToken cancellation) =>
        tray.TryPut(posted) ? Task.CompletedTask
        : tray.IsOpen ? QueueAsync(posted, cancellation)
        : TellAsync(posted, cancellation);

    /// <summary>Tells an event, or leaves it to the pump.</summary>
    public async Task TellAsync(OutsideEvent posted, CancellationToken cancellation)
    {
        var (client, source, target) = posted;
        try
        {
            if (await TryTellAsync(client, target, cancellation))
                return;
        }
        catch (Exception trouble) when (trouble is RpcException or RequestFailedException)
        {
            log.LogWarning(trouble, "Event {EventId} of {Source} is left to the pump.", target.HandledId, source);
        }

        await QueueAsync(posted, cancellation);
    }

    private Task QueueAsync(OutsideEvent posted, CancellationToken cancellation) =>
        inbox.QueueAsync(posted.Source, posted.Target.HandledId, attempt: 0, TimeSpan.Zero, cancellation);

    /// <summary>Whether an order's orchestration takes nothing any more, though its instance may run on.</summary>
    internal async Task<bool> HasEndedAsync(WebhookTarget target, CancellationToken cancellation) =>
        target.InstanceId == target.OrderId && await orders.HasEndedAsync(target.OrderId, cancellation);

    /// <summary>The event as its orchestration waits for it.</summary>
    internal static object PayloadOf(WebhookTarget target) =>
        target.EventName switch
        {
            OrderEvents.PaymentUpdate => target.Payload.Deserialize<PaymentUpdate>(OrderJson.Options)!,
            OrderEvents.CarrierUpdate => target.Payload.Deserialize<CarrierUpdate>(OrderJson.Options)!,
            _ => throw new InvalidDataException($"The inbox holds an event {target.EventName}, which nobody waits for."),
        };

    /// <returns>False if the instance has not started, or takes nothing any more.</returns>
    private async Task<bool> TryTellAsync(DurableTaskClient client, WebhookTarget target, CancellationToken cancellation) =>
        await TakesEventsAsync(target, cancellation)
        && await _telling.RunAsync(
            () => client.TryTellAsync(target.InstanceId, target.EventName, PayloadOf(target), cancellation),
            cancellation
        ) == InstanceStanding.Running;

    /// <summary>
    /// Whether an order's orchestration hears what it is told. Before its first step it may not: who pays within the moment in which the
    /// order is placed is waited for.
    /// </summary>
    private async Task<bool> TakesEventsAsync(WebhookTarget target, CancellationToken cancellation)
    {
        if (target.InstanceId != target.OrderId || orders.Recall(target.OrderId) is { State: { Sequence: > 0, IsFinal: false } })
            return true;
        await foreach (var record in orders.FollowAsync(target.OrderId, _firstStep, time, cancellation))
        {
            if (record.State.Sequence > 0)
                return !record.State.IsFinal || !await orders.HasEndedAsync(target.OrderId, cancellation);
        }

        return false;
    }
}

/// <summary>What became of an event that an outside company told of.</summary>
/// <param name="Outcome">Accepted, or known before; null if it is of no use.</param>
/// <param name="Reason">Why it is of no use: a code, with what is wrong behind a colon.</param>
public sealed record NewsTaken(AcceptOutcome? Outcome, string? Reason);

/// <summary>What an outside company posted, once the inbox has it.</summary>
/// <param name="Source">Who posted it, as the inbox knows them.</param>
public sealed record OutsideEvent(DurableTaskClient Client, string Source, WebhookTarget Target)
{
    /// <summary>The span of the call that brought it, so that telling it is seen in that trace.</summary>
    public string? Trace { get; } = Activity.Current?.Id;
}
