namespace EndToEnd.Tests.Harness;

/// <summary>While it is closed, calls that come to it are held, and given up when it opens: whoever made them is dead by then.</summary>
internal sealed class Gate
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    public void Close() => _closed = true;

    public void Open()
    {
        _closed = false;
        _opened.TrySetResult();
    }

    public async Task HoldAsync(Func<Task> forward)
    {
        if (_closed)
        {
            _held.TrySetResult();
            await _opened.Task;
        }
        else
        {
            await forward();
        }
    }

    /// <summary>Waits until a call is held.</summary>
    /// <exception cref="TimeoutException">None comes.</exception>
    public Task HeldAsync() => _held.Task.WaitAsync(Limit);
}
