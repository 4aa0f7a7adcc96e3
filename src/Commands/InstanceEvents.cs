using System.Text.Json;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Commands;

/// <summary>How orchestrations are told of events.</summary>
internal static class InstanceEvents
{
    private const string Relay = "EventRelay";

    /// <summary>
    /// Tells an orchestration. One that has ended hears nothing, and that is no error: between the look at the order and the telling it may
    /// have ended, and what the order's rows say then is the answer.
    /// </summary>
    /// <remarks>
    /// One that has not had its first episode is not told: while its start is hidden with a process that was killed, the engine drops what
    /// comes for it without a word.
    /// </remarks>
    /// <exception cref="InstanceNotStartedException">
    /// The instance has not started yet: nothing was told, and the same may be tried again.
    /// </exception>
    public static async Task TellAsync(
        this DurableTaskClient client,
        string instanceId,
        string eventName,
        object payload,
        CancellationToken cancellation
    )
    {
        if (await client.StandingAsync(instanceId, cancellation) == InstanceStanding.NotStarted)
            throw new InstanceNotStartedException(instanceId);
        await client.TellStartedAsync(instanceId, eventName, payload, cancellation);
    }

    /// <summary>Tells an orchestration that is known to have started.</summary>
    /// <inheritdoc cref="TellAsync"/>
    public static async Task TellStartedAsync(
        this DurableTaskClient client,
        string instanceId,
        string eventName,
        object payload,
        CancellationToken cancellation
    )
    {
        if (await client.TryTellAsync(instanceId, eventName, payload, cancellation) == InstanceStanding.NotStarted)
            throw new InstanceNotStartedException(instanceId);
    }

    /// <summary>
    /// Tells an orchestration, whether or not it has started: one that has not had its first episode may not hear of it.
    /// </summary>
    /// <returns>How it stood: told only if it was running.</returns>
    public static async Task<InstanceStanding> TryTellAsync(
        this DurableTaskClient client,
        string instanceId,
        string eventName,
        object payload,
        CancellationToken cancellation
    )
    {
        try
        {
            await client.RaiseEventAsync(instanceId, eventName, payload, cancellation);
            return InstanceStanding.Running;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
        {
            // It has ended, or its row says too little.
            var standing = await client.StandingInHistoryAsync(instanceId, cancellation);
            if (standing == InstanceStanding.Running)
                await client.ScheduleNewOrchestrationInstanceAsync(
                    Relay,
                    new RelayedEvent(
                        instanceId,
                        eventName,
                        JsonSerializer.SerializeToElement(payload, payload.GetType(), OrderJson.Options)
                    ),
                    cancellation
                );
            return standing;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return InstanceStanding.NotStarted;
        }
    }
}

/// <summary>An orchestration that should be there has not started yet.</summary>
internal sealed class InstanceNotStartedException(string instanceId) : Exception($"Instance {instanceId} has not started yet.");
