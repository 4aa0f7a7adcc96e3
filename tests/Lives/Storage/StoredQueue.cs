namespace Lives.Storage;

/// <summary>The messages of one queue, by when they can be seen.</summary>
internal sealed class StoredQueue
{
    // A message that was hidden anew or is gone leaves its old entry behind, with a receipt that is no longer its own.
    private readonly PriorityQueue<(StoredMessage Message, int Receipt), (long VisibleAt, long Id)> _byTime = new();

    public int Count { get; private set; }

    public DateTimeOffset? NextVisible =>
        First() is null ? null
        : _byTime.TryPeek(out _, out var at) ? new DateTimeOffset(at.VisibleAt, TimeSpan.Zero)
        : null;

    public void Add(StoredMessage message, DateTimeOffset visibleAt)
    {
        Count++;
        Show(message, visibleAt);
    }

    public void Show(StoredMessage message, DateTimeOffset visibleAt) =>
        _byTime.Enqueue((message, ++message.Receipt), (visibleAt.UtcTicks, message.Id));

    public StoredMessage? Take(DateTimeOffset now, DateTimeOffset hiddenUntil)
    {
        while (First() is { } message)
        {
            if (message.ExpiresAt <= now)
            {
                Remove(message);
                continue;
            }

            if (!_byTime.TryPeek(out _, out var at) || at.VisibleAt > now.UtcTicks)
                return null;
            message.DequeueCount++;
            Show(message, hiddenUntil);
            return message;
        }

        return null;
    }

    public void Remove(StoredMessage message)
    {
        message.Receipt++;
        Count--;
    }

    private StoredMessage? First()
    {
        while (_byTime.TryPeek(out var entry, out _))
        {
            if (entry.Receipt == entry.Message.Receipt)
                return entry.Message;
            _byTime.Dequeue();
        }

        return null;
    }
}

/// <summary>A message in its queue.</summary>
internal sealed class StoredMessage(long id, BinaryData body, DateTimeOffset insertedAt, DateTimeOffset? expiresAt)
{
    public long Id => id;

    public BinaryData Body => body;

    public DateTimeOffset InsertedAt => insertedAt;

    public DateTimeOffset? ExpiresAt => expiresAt;

    public int DequeueCount { get; set; }

    /// <summary>Changes with each change of the message: who has an older one no longer holds it.</summary>
    public int Receipt { get; set; }
}
