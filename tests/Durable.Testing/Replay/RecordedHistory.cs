using Durable.Testing.Hub;
using DurableTask.Core.History;

namespace Durable.Testing.Replay;

/// <summary>What one orchestration has done and met with so far, in official history events.</summary>
public sealed class RecordedHistory
{
    /// <param name="events">As the hub holds them, oldest first.</param>
    /// <exception cref="ArgumentException">They do not say how the orchestration began.</exception>
    public RecordedHistory(string instanceId, IReadOnlyList<HistoryEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var started =
            events.OfType<ExecutionStartedEvent>().FirstOrDefault()
            ?? throw new ArgumentException($"The history of '{instanceId}' does not begin.", nameof(events));
        (InstanceId, Events, Orchestration, Version) = (instanceId, events, started.Name, started.Version ?? "");
    }

    public string InstanceId { get; }

    public string Orchestration { get; }

    /// <summary>The version that it began under; empty for none.</summary>
    public string Version { get; }

    public IReadOnlyList<HistoryEvent> Events { get; }

    /// <summary>The activities that it has called, in order, each with its input as JSON.</summary>
    public IEnumerable<(string Activity, string Input)> Calls =>
        Events.OfType<TaskScheduledEvent>().Select(call => (call.Name!, call.Input ?? "null"));

    /// <summary>That of an orchestration of a hub in memory.</summary>
    public static RecordedHistory Of(StoredInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new RecordedHistory(instance.InstanceId, instance.History);
    }

    /// <summary>The same as it was after some of its events.</summary>
    public RecordedHistory Until(int events) => new(InstanceId, [.. Events.Take(events)]);
}
