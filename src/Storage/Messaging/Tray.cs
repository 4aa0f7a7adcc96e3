using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Where a process puts the mails that it has just come to owe, if it has somebody who takes them up: then no queue need wake anybody.
/// What is in it is lost with the process; the rows of the outbox are not.
/// </summary>
public sealed class MailTray
{
    // More than are sent in the time after which the sweep misses them.
    private const int Most = 1_000;

    private readonly Channel<MailMessage> _mails = Channel.CreateBounded<MailMessage>(Most);
    private volatile bool _isOpen;

    /// <summary>From now on there is somebody who takes mails up.</summary>
    public void Open() => _isOpen = true;

    /// <summary>No more mails are taken; those that are in it still are.</summary>
    public void Close() => _mails.Writer.TryComplete();

    /// <returns>False if nobody would take it up, or not for long: somebody has to be woken.</returns>
    public bool TryPut(MailMessage mail) => _isOpen && _mails.Writer.TryWrite(mail);

    public bool IsEmpty => _mails.Reader.Count == 0;

    /// <summary>Takes the mail up that lies in it longest.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryTake([NotNullWhen(true)] out MailMessage? mail) => _mails.Reader.TryRead(out mail);

    /// <summary>Takes mails up as they come, until the tray is closed and empty.</summary>
    public IAsyncEnumerable<MailMessage> TakeAllAsync(CancellationToken cancellation = default) => _mails.Reader.ReadAllAsync(cancellation);
}
