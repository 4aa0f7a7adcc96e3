using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask.Core;

/// <summary>
/// One fact in the life of an orchestration instance. Names, members and numbering are those of the official task hub
/// (task-hub-format.md, section 3), so that tools that read an official history read ours.
/// </summary>
/// <param name="EventId">The sequence id of the action for the events that record one; −1 for all others.</param>
/// <param name="Timestamp">When it happened, UTC.</param>
internal abstract record HistoryEvent(int EventId, DateTime Timestamp)
{
    /// <summary>
    /// The <c>DedupeId</c> of the inbox message that brought the event; null for all others. Stored with the event (our own column MessageId, null omitted): it is how a message
    /// that is delivered again after its consumption is recognised.
    /// </summary>
    public string? MessageId { get; init; }
}

internal sealed record OrchestratorStarted(DateTime Timestamp) : HistoryEvent(-1, Timestamp);

internal sealed record OrchestratorCompleted(DateTime Timestamp) : HistoryEvent(-1, Timestamp);

/// <param name="Parent">The instance that waits for this one, or null for a top-level one.</param>
internal sealed record ExecutionStarted(
    DateTime Timestamp,
    string InstanceId,
    string ExecutionId,
    string Name,
    string? Version,
    string? Input,
    ParentInstance? Parent,
    IReadOnlyDictionary<string, string>? Tags,
    DateTime? ScheduledStartTime,
    string? TraceParent) : HistoryEvent(-1, Timestamp);

/// <param name="TaskScheduledId">The EventId of the parent's SubOrchestrationInstanceCreated.</param>
internal sealed record ParentInstance(string Name, string? Version, string InstanceId, string ExecutionId, int TaskScheduledId);

internal sealed record ExecutionCompleted(int EventId, DateTime Timestamp, OrchestrationStatus Status, string? Result, TaskFailureDetails? Failure)
    : HistoryEvent(EventId, Timestamp);

internal sealed record ExecutionTerminated(DateTime Timestamp, string? Input, bool Recursive) : HistoryEvent(-1, Timestamp);

internal sealed record ExecutionSuspended(DateTime Timestamp, string? Reason) : HistoryEvent(-1, Timestamp);

internal sealed record ExecutionResumed(DateTime Timestamp, string? Reason) : HistoryEvent(-1, Timestamp);

internal sealed record TaskScheduled(int EventId, DateTime Timestamp, string Name, string? Version, string? Input, IReadOnlyDictionary<string, string>? Tags, string? TraceParent)
    : HistoryEvent(EventId, Timestamp);

internal sealed record TaskCompleted(DateTime Timestamp, int TaskScheduledId, string? Result) : HistoryEvent(-1, Timestamp);

internal sealed record TaskFailed(DateTime Timestamp, int TaskScheduledId, TaskFailureDetails Failure) : HistoryEvent(-1, Timestamp);

internal sealed record SubOrchestrationInstanceCreated(int EventId, DateTime Timestamp, string Name, string? Version, string InstanceId, string? Input, IReadOnlyDictionary<string, string>? Tags)
    : HistoryEvent(EventId, Timestamp);

internal sealed record SubOrchestrationInstanceCompleted(DateTime Timestamp, int TaskScheduledId, string? Result) : HistoryEvent(-1, Timestamp);

internal sealed record SubOrchestrationInstanceFailed(DateTime Timestamp, int TaskScheduledId, TaskFailureDetails Failure) : HistoryEvent(-1, Timestamp);

internal sealed record TimerCreated(int EventId, DateTime Timestamp, DateTime FireAt) : HistoryEvent(EventId, Timestamp);

internal sealed record TimerFired(DateTime Timestamp, int TimerId, DateTime FireAt) : HistoryEvent(-1, Timestamp);

internal sealed record EventSent(int EventId, DateTime Timestamp, string InstanceId, string Name, string? Input) : HistoryEvent(EventId, Timestamp);

internal sealed record EventRaised(DateTime Timestamp, string Name, string? Input) : HistoryEvent(-1, Timestamp);

/// <summary>A place left in the history by a rewind; carries no meaning for replay.</summary>
internal sealed record GenericEvent(int EventId, DateTime Timestamp, string? Data) : HistoryEvent(EventId, Timestamp);

/// <summary>The official status numbers (OrchestrationRuntimeStatus has the same).</summary>
internal enum OrchestrationStatus
{
    Running = 0,
    Completed = 1,
    ContinuedAsNew = 2,
    Failed = 3,
    Canceled = 4,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}
