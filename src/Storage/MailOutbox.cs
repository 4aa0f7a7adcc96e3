using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>The mails that orders owe their customers: rows beside the order, written with the step that owes them. Each is sent once.</summary>
public sealed class MailOutbox
{
    /// <summary>The queue of <see cref="MailMessage"/>.</summary>
    public const string Queue = "mails";

    public Task<OutboxMail?> FindAsync(string orderId, MailKind kind, string occasion, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Moves a mail from one status to the next, unless somebody moved it first.</summary>
    /// <returns>The mail as it is now stored, or null if <paramref name="mail"/> was no longer current.</returns>
    public Task<OutboxMail?> MoveAsync(OutboxMail mail, OutboxStatus to, CancellationToken cancellation = default) => throw new NotSupportedException();
}

/// <param name="At">When it came into its status.</param>
/// <param name="Version">Tells whether somebody changed it meanwhile.</param>
public sealed record OutboxMail(string OrderId, MailOccasion Mail, OutboxStatus Status, DateTimeOffset At, string Version);

public enum OutboxStatus
{
    Queued,

    /// <summary>Handed to the mail provider, whose answer is not known.</summary>
    Sending,
    Sent,
}

/// <summary>The message of queue <c>mails</c>.</summary>
public sealed record MailMessage(string OrderId, MailKind Kind, string Occasion);
