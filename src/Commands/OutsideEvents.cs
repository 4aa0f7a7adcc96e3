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

namespace Orders.Functions.Commands;

/// <summary>
/// Tells orchestrations of what outside companies posted, as soon as the inbox has it. What cannot be told at once is left to the pump;
/// whether it had its effect is looked at by the sweep.
/// </summary>
public sealed class OutsideEvents(OrderStore orders, WebhookInbox inbox, TimeProvider time, ILogger<OutsideEvents> log)
{
    private static readonly TimeSpan _firstStep = TimeSpan.FromSeconds(2);

    /// <param name="source">Who posted it, as the inbox knows them.</param>
    public async Task TellAsync(DurableTaskClient client, string source, WebhookTarget target, CancellationToken cancellation)
    {
        try
        {
            if (await TryTellAsync(client, target, cancellation))
                return;
        }
        catch (Exception trouble) when (trouble is RpcException or RequestFailedException)
        {
            log.LogWarning(trouble, "Event {EventId} of {Source} is left to the pump.", target.HandledId, source);
        }

        await inbox.QueueAsync(source, target.HandledId, attempt: 0, TimeSpan.Zero, cancellation);
    }

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
        && await client.TryTellAsync(target.InstanceId, target.EventName, PayloadOf(target), cancellation) == InstanceStanding.Running;

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
