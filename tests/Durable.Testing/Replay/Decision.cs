using System.Globalization;
using DurableTask.Core.Command;
using DurableTask.Core.History;

namespace Durable.Testing.Replay;

/// <summary>One decision of an orchestration, as its history holds it or as its code makes it now.</summary>
/// <param name="Kind">The name of the event that records it.</param>
/// <param name="Id">Its place in the order of decisions.</param>
/// <param name="Name">Of the activity, the child or the event; empty for a timer.</param>
/// <param name="Data">What it is given.</param>
internal sealed record Decision(string Kind, int Id, string Name, string Data)
{
    /// <summary>The decision that an event records; null if it records none.</summary>
    public static Decision? Of(HistoryEvent happened) =>
        happened switch
        {
            TaskScheduledEvent task => new Decision("TaskScheduled", task.EventId, task.Name ?? "", task.Input ?? ""),
            TimerCreatedEvent timer => new Decision("TimerCreated", timer.EventId, "", Time(timer.FireAt)),
            SubOrchestrationInstanceCreatedEvent child => new Decision(
                "SubOrchestrationInstanceCreated",
                child.EventId,
                child.Name,
                $"{child.InstanceId} {child.Input}"
            ),
            EventSentEvent sent => new Decision("EventSent", sent.EventId, sent.Name, $"{sent.InstanceId} {sent.Input}"),
            _ => null,
        };

    /// <summary>The decision that the executor reports; null for an end.</summary>
    public static Decision? Of(OrchestratorAction action) =>
        action switch
        {
            ScheduleTaskOrchestratorAction task => new Decision("TaskScheduled", task.Id, task.Name ?? "", task.Input ?? ""),
            CreateTimerOrchestratorAction timer => new Decision("TimerCreated", timer.Id, "", Time(timer.FireAt)),
            CreateSubOrchestrationAction child => new Decision(
                "SubOrchestrationInstanceCreated",
                child.Id,
                child.Name ?? "",
                $"{child.InstanceId} {child.Input}"
            ),
            SendEventOrchestratorAction sent => new Decision(
                "EventSent",
                sent.Id,
                sent.EventName ?? "",
                $"{sent.Instance?.InstanceId} {sent.EventData}"
            ),
            _ => null,
        };

    /// <summary>Whether the official executor takes it for the same.</summary>
    public bool IsLike(Decision other) =>
        Kind == other.Kind && Id == other.Id && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name.Length > 0 ? $"{Kind} '{Name}' #{Id}" : $"{Kind} #{Id}";

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
