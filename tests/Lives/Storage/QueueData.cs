using System.Diagnostics.CodeAnalysis;

namespace Lives.Storage;

/// <summary>The queues of a simulated world, which outlive its processes; and the host's side of them.</summary>
internal sealed class QueueData
{
    private readonly SortedDictionary<string, StoredQueue> _queues = new(StringComparer.Ordinal);
    private long _sent;

    public IEnumerable<string> Names => _queues.Keys;

    /// <returns>False if it was there.</returns>
    public bool Create(string queue) => _queues.TryAdd(queue, new StoredQueue());

    public bool Exists(string queue) => _queues.ContainsKey(queue);

    /// <summary>How many messages a queue has, those included that are hidden; none if there is no such queue.</summary>
    public int Count(string queue) => _queues.TryGetValue(queue, out var stored) ? stored.Count : 0;

    /// <summary>When the next message of a queue can be taken, if nothing happens before; null if it has none.</summary>
    public DateTimeOffset? NextVisible(string queue) => _queues.TryGetValue(queue, out var stored) ? stored.NextVisible : null;

    /// <summary>Puts a message into a queue, which is made if it is missing.</summary>
    /// <param name="expiresAt">When it is thrown away; null: never.</param>
    /// <returns>The message's number; messages are numbered over all queues.</returns>
    public long Add(string queue, BinaryData body, DateTimeOffset now, DateTimeOffset visibleAt, DateTimeOffset? expiresAt = null)
    {
        Create(queue);
        _queues[queue].Add(new StoredMessage(++_sent, body, now, expiresAt), visibleAt);
        return _sent;
    }

    /// <summary>
    /// Takes the message that has been visible longest; of several, the one that was sent first. It is hidden from others for a while.
    /// </summary>
    public bool TryTake(string queue, DateTimeOffset now, TimeSpan visibility, [NotNullWhen(true)] out QueuedMessage? message)
    {
        message =
            _queues.TryGetValue(queue, out var stored) && stored.Take(now, now + visibility) is { } taken
                ? new QueuedMessage(queue, taken, now)
                : null;
        return message is not null;
    }

    /// <summary>The message is worked off.</summary>
    /// <returns>False if its taker was too late: it was taken by another, or is gone.</returns>
    public bool Delete(QueuedMessage message)
    {
        if (!message.IsHeld)
            return false;
        _queues[message.Queue].Remove(message.Stored);
        return true;
    }

    /// <summary>Gives a message back.</summary>
    /// <inheritdoc cref="Delete" path="/returns"/>
    public bool Release(QueuedMessage message, DateTimeOffset visibleAt)
    {
        if (!message.IsHeld)
            return false;
        _queues[message.Queue].Show(message.Stored, visibleAt);
        return true;
    }

    /// <summary>Keeps a message for longer.</summary>
    /// <inheritdoc cref="Delete" path="/returns"/>
    public bool Renew(QueuedMessage message, DateTimeOffset hiddenUntil)
    {
        if (!Release(message, hiddenUntil))
            return false;
        message.Hold();
        return true;
    }

    /// <summary>Moves a message to the queue for those that cannot be worked off.</summary>
    /// <inheritdoc cref="Delete" path="/returns"/>
    public bool Poison(QueuedMessage message)
    {
        if (!Delete(message))
            return false;
        Add(message.Queue + "-poison", message.Body, message.TakenAt, message.TakenAt);
        return true;
    }
}
