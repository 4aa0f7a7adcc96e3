using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>
/// What of a task hub survives every process: the orchestrations and the messages on their way. In memory, for one thread.
/// </summary>
public sealed class StoredHub
{
    private readonly SortedDictionary<string, StoredInstance> _instances = new(StringComparer.Ordinal);
    private readonly List<HubMessage> _messages = [];
    private readonly Dictionary<string, DateTime> _undecided = new(StringComparer.Ordinal);
    private long _lastMessage;
    private int _lastId;

    /// <summary>The orchestrations by id.</summary>
    public IReadOnlyDictionary<string, StoredInstance> Instances => _instances;

    /// <summary>Messages that nobody has dealt with yet: events, results, timers, activities to run.</summary>
    public int Pending => _messages.Count;

    /// <summary>
    /// Hears of each event that is put before an orchestration, by a client or by another orchestration, with the orchestration's id.
    /// </summary>
    public Action<string, HistoryEvent>? Accepted { get; set; }

    /// <summary>The time of an episode that begins: what is decided again, since it could not be stored, is decided later.</summary>
    internal DateTime NextDecision(string instanceId, DateTime now)
    {
        if (_undecided.TryGetValue(instanceId, out var before) && now <= before)
            now = before.AddTicks(1);
        _undecided[instanceId] = now;
        return now;
    }

    /// <summary>What was decided is stored.</summary>
    internal void Decided(string instanceId) => _undecided.Remove(instanceId);

    internal IReadOnlyList<HubMessage> Messages => _messages;

    internal StoredInstance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    internal void Put(StoredInstance instance) => _instances[instance.InstanceId] = instance;

    internal void Remove(string instanceId) => _instances.Remove(instanceId);

    /// <summary>An id that no other has; the same ones in each run.</summary>
    internal string NewId() => new Guid(++_lastId, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToString("N");

    internal void Send(Outgoing message)
    {
        _messages.Add(new HubMessage(++_lastMessage, message.InstanceId, message.ExecutionId, message.Event, message.VisibleAt));
        if (message.Event is not TaskScheduledEvent)
            Accepted?.Invoke(message.InstanceId, message.Event);
    }

    /// <summary>Deletes a message, unless another process has it in hand by now.</summary>
    internal void Delete(HubMessage message, HubProcess by)
    {
        if (message.Holder is null || message.Holder == by)
            _messages.Remove(message);
    }

    /// <summary>Deletes what comes too late for an execution: results and timers of one that has ended.</summary>
    internal void DeleteFor(string instanceId, string executionId) =>
        _messages.RemoveAll(message =>
            message.Holder is null && !message.IsActivity && message.ExecutionId == executionId && message.InstanceId == instanceId
        );
}

/// <summary>A message that is to be sent.</summary>
/// <param name="ExecutionId">The one execution that it is for; null for whichever runs.</param>
internal readonly record struct Outgoing(string InstanceId, string? ExecutionId, HistoryEvent Event, DateTimeOffset VisibleAt);
