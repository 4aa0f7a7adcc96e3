namespace Lives.Storage;

/// <summary>A message in the hands of one who took it.</summary>
internal sealed class QueuedMessage
{
    private int _receipt;

    internal QueuedMessage(string queue, StoredMessage stored, DateTimeOffset takenAt)
    {
        (Queue, Stored, TakenAt, DequeueCount) = (queue, stored, takenAt, stored.DequeueCount);
        Hold();
    }

    public string Queue { get; }

    public long Id => Stored.Id;

    public BinaryData Body => Stored.Body;

    /// <summary>How often it had been taken, this time included.</summary>
    public int DequeueCount { get; }

    public DateTimeOffset InsertedAt => Stored.InsertedAt;

    public DateTimeOffset TakenAt { get; }

    internal StoredMessage Stored { get; }

    // A message whose time is over stays with its taker until another takes it.
    internal bool IsHeld => _receipt == Stored.Receipt;

    internal void Hold() => _receipt = Stored.Receipt;
}
