using System.Diagnostics.CodeAnalysis;

namespace Lives.Storage;

/// <summary>The queues of a simulated world, which outlive its processes; and the host's side of them.</summary>
internal sealed class QueueData
{
    private readonly SortedDictionary<string, List<StoredMessage>> _queues = new(StringComparer.Ordinal);
    private long _sent;

    public IEnumerable<string> Names => _queues.Keys;

    /// <returns>False if it was there.</returns>
    public bool Create(string queue) => _queues.TryAdd(queue, []);

    public bool Exists(string queue) => _queues.ContainsKey(queue);

    /// <summary>How many messages a queue has, those included that are hidden; none if there is no such queue.</summary>
    public int Count(string queue) => _queues.GetValueOrDefault(queue)?.Count ?? 0;

    /// <summary>When the next message of a queue can be taken, if nothing happens before; null if it has none.</summary>
    public DateTimeOffset? NextVisible(string queue) => First(queue)?.VisibleAt;

    /// <summary>Puts a message into a queue, which is made if it is missing.</summary>
    /// <param name="expiresAt">When it is thrown away; null: never.</param>
    /// <returns>The message's number; messages are numbered over all queues.</returns>
    public long Add(string queue, BinaryData body, DateTimeOffset visibleAt, DateTimeOffset? expiresAt = null)
    {
        Create(queue);
        _queues[queue].Add(new StoredMessage(++_sent, body, expiresAt) { VisibleAt = visibleAt });
        return _sent;
    }

    /// <summary>
    /// Takes the message that has been visible longest; of several, the one that was sent first. It is hidden from others for a while.
    /// </summary>
    public bool TryTake(string queue, DateTimeOffset now, TimeSpan visibility, [NotNullWhen(true)] out QueuedMessage? message)
    {
        while (First(queue) is { } expired && expired.ExpiresAt <= now)
            _queues[queue].Remove(expired);
        message = null;
        if (First(queue) is not { } first || first.VisibleAt > now)
            return false;
        first.DequeueCount++;
        first.Receipt++;
        first.VisibleAt = now + visibility;
        message = new QueuedMessage(queue, first, first.DequeueCount, first.Receipt, now);
        return true;
    }

    /// <summary>The message is worked off.</summary>
    /// <returns>False if its taker was too late: it was taken by another, or is gone.</returns>
    public bool Delete(QueuedMessage message) => message.LetGo() && _queues[message.Queue].Remove(message.Stored);

    /// <summary>Gives a message back.</summary>
    /// <inheritdoc cref="Delete" path="/returns"/>
    public bool Release(QueuedMessage message, DateTimeOffset visibleAt)
    {
        if (!message.LetGo())
            return false;
        message.Stored.VisibleAt = visibleAt;
        return true;
    }

    /// <summary>Moves a message to the queue for those that cannot be worked off.</summary>
    /// <inheritdoc cref="Delete" path="/returns"/>
    public bool Poison(QueuedMessage message)
    {
        if (!Delete(message))
            return false;
        Add(message.Queue + "-poison", message.Body, message.TakenAt);
        return true;
    }

    private StoredMessage? First(string queue) => _queues.GetValueOrDefault(queue)?.MinBy(message => (message.VisibleAt, message.Id));
}

/// <summary>A message in its queue.</summary>
internal sealed class StoredMessage(long id, BinaryData body, DateTimeOffset? expiresAt)
{
    public long Id => id;

    public BinaryData Body => body;

    public DateTimeOffset? ExpiresAt => expiresAt;

    public DateTimeOffset VisibleAt { get; set; }

    public int DequeueCount { get; set; }

    /// <summary>Changes whenever the message is taken or returned: who has an older one no longer holds it.</summary>
    public int Receipt { get; set; }
}

/// <summary>A message in the hands of one who took it.</summary>
/// <param name="DequeueCount">How often it had been taken, this time included.</param>
internal sealed record QueuedMessage(string Queue, StoredMessage Stored, int DequeueCount, int Receipt, DateTimeOffset TakenAt)
{
    public long Id => Stored.Id;

    public BinaryData Body => Stored.Body;

    // A message whose time is over stays with its taker until another takes it.
    internal bool LetGo()
    {
        if (Receipt != Stored.Receipt)
            return false;
        Stored.Receipt++;
        return true;
    }
}
