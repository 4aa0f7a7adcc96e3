using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>Something on its way to an orchestration, or an activity that is to run.</summary>
/// <param name="instanceId">The orchestration that it is for, or that called the activity.</param>
/// <param name="executionId">The one execution that it is for; null for whichever runs.</param>
internal sealed class HubMessage(long id, string instanceId, string? executionId, HistoryEvent content, DateTimeOffset visibleAt)
{
    public long Id => id;

    public string InstanceId => instanceId;

    public string? ExecutionId => executionId;

    public HistoryEvent Event => content;

    public bool IsActivity => content is TaskScheduledEvent;

    /// <summary>Until then nobody sees it: a timer, or a message that somebody gave back.</summary>
    public DateTimeOffset VisibleAt { get; private set; } = visibleAt;

    /// <summary>How often it was taken.</summary>
    public int DequeueCount { get; private set; }

    /// <summary>The process that has it in hand and keeps it hidden; null if none does.</summary>
    public HubProcess? Holder { get; private set; }

    public bool IsVisible(DateTimeOffset now) => Holder is null && VisibleAt <= now;

    public void Take(HubProcess process)
    {
        DequeueCount++;
        Holder = process;
    }

    public void Release(DateTimeOffset visibleAt) => (Holder, VisibleAt) = (null, visibleAt);
}
