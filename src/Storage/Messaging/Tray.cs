using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Orders.Functions.Storage.Messaging;

/// <summary>
/// Where a process puts work that it has just written down, if it has somebody who takes it up: then no queue need wake anybody. What is in
/// it is lost with the process; what was written down is not.
/// </summary>
public sealed class Tray<T>
{
    // More than is done in the time after which a sweep misses it.
    private const int Most = 1_000;

    private readonly Channel<T> _work = Channel.CreateBounded<T>(Most);
    private volatile bool _isOpen;

    /// <summary>There is somebody who takes work up.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>From now on there is somebody who takes work up.</summary>
    public void Open() => _isOpen = true;

    /// <summary>No more is taken; what is in it still is.</summary>
    public void Close()
    {
        _isOpen = false;
        _work.Writer.TryComplete();
    }

    /// <returns>False if nobody would take it up, or not for long: somebody has to be woken.</returns>
    public bool TryPut(T work) => _isOpen && _work.Writer.TryWrite(work);

    public bool IsEmpty => _work.Reader.Count == 0;

    /// <summary>Takes up what lies in it longest.</summary>
    /// <returns>False if there is nothing.</returns>
    public bool TryTake([NotNullWhen(true)] out T? work) => _work.Reader.TryRead(out work!);

    /// <summary>Takes work up as it comes, until the tray is closed and empty.</summary>
    public IAsyncEnumerable<T> TakeAllAsync(CancellationToken cancellation = default) => _work.Reader.ReadAllAsync(cancellation);
}
