using System.Globalization;
using DurableTask.Core.History;

namespace Parity.App.Client;

/// <summary>
/// A history in lines that two engines can be compared by: no moments, no episodes (how many messages one episode takes is chance), timers
/// by how long they take, failures without the reason beside their details (it does not travel to clients).
/// </summary>
public static class HistoryLines
{
    public static IReadOnlyList<string> Of(IEnumerable<HistoryEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var lines = new List<string>();
        var now = DateTime.MinValue;
        foreach (var happened in history)
        {
            if (happened is OrchestratorStartedEvent)
                now = happened.Timestamp;
            else if (happened is not OrchestratorCompletedEvent)
                lines.Add(LineOf(happened, now));
        }

        return lines;
    }

    private static string LineOf(HistoryEvent happened, DateTime now) =>
        happened switch
        {
            ExecutionStartedEvent started => $"ExecutionStarted {started.Name} v{started.Version} {started.Input}{ParentOf(started)}",
            TaskScheduledEvent task => $"TaskScheduled #{task.EventId} {task.Name}",
            TaskCompletedEvent task => $"TaskCompleted #{task.TaskScheduledId} {task.Result}",
            TaskFailedEvent task =>
                $"TaskFailed #{task.TaskScheduledId} {(task.FailureDetails is { } failure ? Failures.Describe(failure) : "")}",
            TimerCreatedEvent timer => string.Create(
                CultureInfo.InvariantCulture,
                $"TimerCreated #{timer.EventId} in {(timer.FireAt - now).TotalMilliseconds:0} ms"
            ),
            TimerFiredEvent timer => $"TimerFired #{timer.TimerId}",
            SubOrchestrationInstanceCreatedEvent child =>
                $"SubOrchestrationInstanceCreated #{child.EventId} {child.Name} v{child.Version} {child.InstanceId}",
            SubOrchestrationInstanceCompletedEvent child => $"SubOrchestrationInstanceCompleted #{child.TaskScheduledId} {child.Result}",
            SubOrchestrationInstanceFailedEvent child => $"SubOrchestrationInstanceFailed #{child.TaskScheduledId} "
                + $"{(child.FailureDetails is { } failure ? Failures.Describe(failure) : "")}",
            EventRaisedEvent raised => $"EventRaised {raised.Name} {raised.Input}",
            EventSentEvent sent => $"EventSent #{sent.EventId} {sent.Name} to {sent.InstanceId} {sent.Input}",
            ExecutionSuspendedEvent suspended => $"ExecutionSuspended {suspended.Reason}",
            ExecutionResumedEvent resumed => $"ExecutionResumed {resumed.Reason}",
            ExecutionTerminatedEvent terminated => $"ExecutionTerminated {terminated.Input}",
            ContinueAsNewEvent again => $"ContinueAsNew {again.Result}",
            ExecutionCompletedEvent completed => $"ExecutionCompleted {completed.OrchestrationStatus} {completed.Result} "
                + $"{(completed.FailureDetails is { } failure ? Failures.Describe(failure) : "")}",
            _ => happened.EventType.ToString(),
        };

    private static string ParentOf(ExecutionStartedEvent started) =>
        started.ParentInstance is { } parent
            ? $" child of {parent.Name} {parent.OrchestrationInstance.InstanceId} #{parent.TaskScheduleId}"
            : "";
}
