using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Core;

/// <summary>What the replay of any orchestration needs besides its history.</summary>
internal sealed record ReplaySettings
{
    /// <summary>Makes the orchestrator of a name and version; null when none is registered.</summary>
    public required Func<TaskName, TaskVersion, ITaskOrchestrator?> CreateOrchestrator { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>Longer timers are cut into pieces of this length.</summary>
    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The version of sub-orchestrations that are called without one.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>True: what a replayed call is given must be what the history holds, too. An orchestration in flight does not need that; a recording can be held to it.</summary>
    public bool Exact { get; init; }
}

/// <summary>What one turn has decided.</summary>
/// <param name="Decisions">TaskScheduled, TimerCreated, SubOrchestrationInstanceCreated and EventSent, in the order of their ids.</param>
/// <param name="Completion">Null while the orchestration goes on.</param>
internal sealed record TurnResult(IReadOnlyList<HistoryEvent> Decisions, Completion? Completion);

/// <summary>The end of an execution.</summary>
/// <param name="Next">Set when the status is ContinuedAsNew.</param>
internal sealed record Completion(int EventId, OrchestrationStatus Status, string? Result, TaskFailureDetails? Failure, NextExecution? Next = null);

/// <param name="Carried">The events that the new execution finds waiting.</param>
internal sealed record NextExecution(string? Input, string? Version, IReadOnlyList<HistoryEvent> Carried);
