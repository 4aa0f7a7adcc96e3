using DurableTask.Core;
using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>One orchestration as the hub has it: its history and its row in the list of instances.</summary>
public sealed class StoredInstance
{
    internal StoredInstance(ExecutionStartedEvent start, int generation, DateTimeOffset at)
    {
        (InstanceId, ExecutionId) = (start.OrchestrationInstance.InstanceId, start.OrchestrationInstance.ExecutionId);
        FirstExecutionId = ExecutionId;
        (Name, Version, Input, ParentId) = (
            start.Name,
            start.Version ?? "",
            start.Input,
            start.ParentInstance?.OrchestrationInstance.InstanceId
        );
        Tags = start.Tags is null ? [] : new Dictionary<string, string>(start.Tags, StringComparer.Ordinal);
        (Generation, CreatedAt, LastUpdatedAt) = (generation, new DateTimeOffset(start.Timestamp), at);
    }

    public string InstanceId { get; }

    /// <summary>Changes when it continues as new.</summary>
    public string ExecutionId { get; private set; }

    public string Name { get; }

    /// <summary>Empty for none.</summary>
    public string Version { get; private set; }

    /// <summary>The orchestration that called it; null for one that a client started.</summary>
    public string? ParentId { get; }

    public OrchestrationStatus Status { get; private set; } = OrchestrationStatus.Pending;

    /// <summary>As JSON; <c>null</c> as text where none was set; null before the first episode.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>As JSON.</summary>
    public string? Input { get; private set; }

    /// <summary>
    /// As JSON; of one that failed, the type and the message of the error; of one that is suspended or resumed, the reason for it.
    /// </summary>
    public string? Output { get; private set; }

    /// <summary>Why it failed; null if it did not.</summary>
    public FailureDetails? FailureDetails { get; private set; }

    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>Official history events of the execution that runs or ran last; empty until its first episode is written.</summary>
    public IReadOnlyList<HistoryEvent> History { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset LastUpdatedAt { get; private set; }

    public bool HasEnded =>
        Status
            is OrchestrationStatus.Completed
                or OrchestrationStatus.Failed
                or OrchestrationStatus.Terminated
                or OrchestrationStatus.Canceled;

    /// <summary>The execution that it began with.</summary>
    internal string FirstExecutionId { get; }

    /// <summary>How often an orchestration of this id was started before.</summary>
    internal int Generation { get; }

    /// <summary>Counts the writes: who wants to write must have seen the last one.</summary>
    internal int Writes { get; private set; }

    /// <summary>Whether its history holds an event of this id; mostly that is one of the last.</summary>
    internal bool Scheduled(int eventId)
    {
        for (var i = History.Count - 1; i >= 0; i--)
        {
            if (History[i].EventId == eventId)
                return true;
        }

        return false;
    }

    /// <summary>Takes over what an episode has come to.</summary>
    internal void Write(OrchestrationRuntimeState state, DateTimeOffset at)
    {
        Writes++;
        ExecutionId = state.OrchestrationInstance!.ExecutionId;
        (Version, Input) = (state.Version ?? "", state.Input);
        History = [.. state.Events];
        (Status, CustomStatus) = (state.OrchestrationStatus, state.Status ?? "null");
        (Output, FailureDetails) = (state.Output ?? Reason(state.NewEvents) ?? Output, state.FailureDetails);
        LastUpdatedAt = at;
    }

    /// <summary>It was terminated before its first episode.</summary>
    internal void Terminate(string? reason, DateTimeOffset at)
    {
        Writes++;
        (Status, Output, LastUpdatedAt) = (OrchestrationStatus.Terminated, reason, at);
    }

    private static string? Reason(IEnumerable<HistoryEvent> happened) =>
        happened
            .Select(one =>
                one switch
                {
                    ExecutionSuspendedEvent suspended => suspended.Reason,
                    ExecutionResumedEvent resumed => resumed.Reason,
                    _ => null,
                }
            )
            .LastOrDefault(reason => reason is not null);
}
