using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Orders.Functions.Commands;

/// <summary>Whether an orchestration hears what it is told.</summary>
internal enum InstanceStanding
{
    /// <summary>It is not there, or has not had its first episode.</summary>
    NotStarted,

    Running,

    Ended,
}

internal static class InstanceStandings
{
    /// <summary>Asks where an orchestration stands.</summary>
    public static async Task<InstanceStanding> StandingAsync(this DurableTaskClient client, string instanceId, CancellationToken cancellation)
    {
        try
        {
            return await client.GetInstanceAsync(instanceId, cancellation) switch
            {
                null or { RuntimeStatus: OrchestrationRuntimeStatus.Pending } => InstanceStanding.NotStarted,
                { IsCompleted: true } => InstanceStanding.Ended,
                _ => InstanceStanding.Running,
            };
        }
        catch (RpcException unanswered) when (unanswered.StatusCode == StatusCode.Unknown)
        {
            return await FromHistoryAsync(client, instanceId, cancellation);
        }
    }

    /// <summary>
    /// The engine writes an episode's history first and the instance's row after it. When the storage fails in between, the row of a sub-orchestration stays without its name for good, and the extension cannot read such a row.
    /// </summary>
    private static async Task<InstanceStanding> FromHistoryAsync(DurableTaskClient client, string instanceId, CancellationToken cancellation)
    {
        var history = await client.GetOrchestrationHistoryAsync(instanceId, cancellation);
        return history switch
        {
            [] => InstanceStanding.NotStarted,
            _ when history.Any(happened => happened is ExecutionCompletedEvent or ExecutionTerminatedEvent) => InstanceStanding.Ended,
            _ => InstanceStanding.Running,
        };
    }
}
