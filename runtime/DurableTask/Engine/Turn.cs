using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>One step while it is being worked out: what it was given, what it decides, and what will be stored.</summary>
internal sealed class Turn(InstanceMemory memory, DateTime now)
{
    public DateTime Now => now;

    /// <summary>What is known of the execution that the step ends with: another one after a continue-as-new.</summary>
    public InstanceMemory Memory { get; private set; } = memory;

    public bool IsNewExecution { get; private set; }

    /// <summary>What will be stored, in order.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>Stored messages that this step makes superfluous.</summary>
    public List<InboxMessage> Consumed { get; } = [];

    public Completion? Completion { get; set; }

    /// <summary>Activities that an execution started and did not wait for before it continued as new.</summary>
    public List<ActivityWork> Orphans { get; } = [];

    /// <summary>What executions that continued as new in this step have decided last: their messages still go out.</summary>
    public List<(ExecutionStarted Start, IReadOnlyList<HistoryEvent> Decisions)> EndingGenerations { get; } = [];

    /// <summary>Set when the new execution is stored before its code has run.</summary>
    public bool IsUnfinished { get; set; }

    public IEnumerable<HistoryEvent> Decisions => Events.Where(made => made is TaskScheduled or TimerCreated or SubOrchestrationInstanceCreated or EventSent);

    /// <summary>Begins the execution that follows. Its id is derived, so that a repetition of this step sends the same messages under the same names.</summary>
    /// <returns>What it finds: its start, and the events that were carried over.</returns>
    public IReadOnlyList<HistoryEvent> StartNext(NextExecution next)
    {
        var former = Memory.Start;
        var start = former with
        {
            Timestamp = now,
            ExecutionId = DeterministicGuid.Create($"{former.ExecutionId}:next").ToString("N"),
            Version = next.Version,
            Input = next.Input,
            ScheduledStartTime = null,
        };
        Orphans.AddRange(Decisions.OfType<TaskScheduled>().Select(scheduled => new ActivityWork(start.InstanceId, former.ExecutionId, scheduled)));
        Memory = Memory.Next(start);
        IsNewExecution = true;
        Completion = null;
        Events.Clear();
        Events.AddRange([new OrchestratorStarted(now), start, .. next.Carried]);
        return [.. Events];
    }

    /// <summary>The row as it must look after this step; null if nothing that others can see has changed.</summary>
    public InstanceRow? ChangedRow()
    {
        var before = Memory.Row;
        var start = Memory.Start;
        var session = Memory.Session;
        var status = Completion?.Status ?? (IsSuspended() ? OrchestrationStatus.Suspended : OrchestrationStatus.Running);
        var customStatus = session is null ? before.CustomStatus : session.CustomStatus;
        if (!IsNewExecution && status == before.Status && customStatus == before.CustomStatus)
            return null;
        return before with
        {
            ExecutionId = start.ExecutionId,
            Name = start.Name,
            Version = start.Version,
            Input = start.Input,
            Status = status,
            CustomStatus = customStatus,
            LastUpdatedTime = now,
            CompletedTime = Completion is null ? null : now,
            Output = Completion is null ? null : Completion.Failure?.ToString() ?? Completion.Result,
            Failure = Completion?.Failure,
        };
    }

    /// <summary>Without a session the code has not been looked at, and is as it was.</summary>
    private bool IsSuspended() => Memory.Session?.IsSuspended ?? (!IsNewExecution && Memory.Row.Status == OrchestrationStatus.Suspended);
}
