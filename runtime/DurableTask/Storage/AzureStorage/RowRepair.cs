using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>The instance row as the history tells it, for the case that a process died between writing the one and the other.</summary>
internal static class RowRepair
{
    public static InstanceRow FromHistory(InstanceRow stored, IReadOnlyList<HistoryEvent> history, string? customStatus)
    {
        var row = stored with
        {
            Status = OrchestrationStatus.Running,
            Output = null,
            Failure = null,
            CompletedTime = null,
            CustomStatus = customStatus is null or "null" ? null : customStatus,
            LastUpdatedTime = history[^1].Timestamp,
        };
        return history.Aggregate(row, Apply);
    }

    private static InstanceRow Apply(InstanceRow row, HistoryEvent e) => e switch
    {
        ExecutionStarted x => row with
        {
            ExecutionId = x.ExecutionId,
            Name = x.Name,
            Version = x.Version,
            Input = x.Input,
            // The first execution was created when its start was accepted; a later one when it began.
            CreatedTime = x.ExecutionId == row.ExecutionId ? row.CreatedTime : x.Timestamp,
            ScheduledStartTime = x.ScheduledStartTime,
            Tags = x.Tags,
        },
        ExecutionSuspended x => row with { Status = OrchestrationStatus.Suspended, Output = x.Reason },
        ExecutionResumed => row with { Status = OrchestrationStatus.Running, Output = null },
        ExecutionTerminated x => row with { Status = OrchestrationStatus.Terminated, Output = x.Input, CompletedTime = x.Timestamp },
        // A termination is told with its reason already; the completion that follows it adds nothing.
        ExecutionCompleted x => row with
        {
            Status = x.Status,
            Output = x.Failure?.ToString() ?? x.Result ?? (x.Status == OrchestrationStatus.Terminated ? row.Output : null),
            Failure = x.Failure,
            CompletedTime = x.Timestamp,
        },
        _ => row,
    };
}
