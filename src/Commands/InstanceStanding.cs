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

/// <summary>
/// Where orchestrations stand. The engine writes an episode's history first and the instance's row after it. When the process or the
/// storage fails in between, the first episode's part of the row is missing for good: an order stays "pending" there, and of a
/// sub-orchestration the extension can read nothing. Their history is the truth.
/// </summary>
internal static class InstanceStandings
{
    /// <summary>Asks the instance's row, and where that does not tell, its history.</summary>
    public static async Task<InstanceStanding> StandingAsync(
        this DurableTaskClient client,
        string instanceId,
        CancellationToken cancellation
    )
    {
        try
        {
            switch (await client.GetInstanceAsync(instanceId, cancellation))
            {
                case null:
                    return InstanceStanding.NotStarted;
                case { IsCompleted: true }:
                    return InstanceStanding.Ended;
                case { RuntimeStatus: not OrchestrationRuntimeStatus.Pending }:
                    return InstanceStanding.Running;
            }
        }
        catch (RpcException unreadable) when (unreadable.StatusCode == StatusCode.Unknown)
        {
            // Also when the storage does not answer; the history then says so.
        }

        return await client.StandingInHistoryAsync(instanceId, cancellation);
    }

    /// <summary>Asks the instance's history alone.</summary>
    public static async Task<InstanceStanding> StandingInHistoryAsync(
        this DurableTaskClient client,
        string instanceId,
        CancellationToken cancellation
    ) =>
        await client.GetOrchestrationHistoryAsync(instanceId, cancellation) switch
        {
            [] => InstanceStanding.NotStarted,
            var history when history.Any(happened => happened is ExecutionCompletedEvent or ExecutionTerminatedEvent) =>
                InstanceStanding.Ended,
            _ => InstanceStanding.Running,
        };
}
