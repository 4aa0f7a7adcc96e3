using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.Testing.Replay;

/// <summary>What one orchestration has done and met with so far, event by event.</summary>
public sealed class RecordedHistory
{
    internal RecordedHistory(string instanceId, string orchestration, string? version, IReadOnlyList<HistoryEvent> events)
    {
        InstanceId = instanceId;
        Orchestration = orchestration;
        Version = version ?? string.Empty;
        Events = events;
    }

    public string InstanceId { get; }

    public string Orchestration { get; }

    /// <summary>The version that it began under; empty for none.</summary>
    public string Version { get; }

    /// <summary>The activities that it has called, in order, each with its input as JSON.</summary>
    public IEnumerable<(string Activity, string Input)> Calls => Events.OfType<TaskScheduled>().Select(call => (call.Name, call.Input ?? "null"));

    /// <summary>The same as it was after some of its events.</summary>
    public RecordedHistory Until(int events) => new(InstanceId, Orchestration, Version, [.. Events.Take(events)]);

    internal IReadOnlyList<HistoryEvent> Events { get; }
}
