namespace LocalHost.Functions;

/// <summary>Counts the functions that run, for a stop that waits for them.</summary>
internal sealed class RunningFunctions
{
    private readonly Lock _lock = new();
    private int _count;
    private TaskCompletionSource? _none;

    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Counts one until it is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
            _count++;
        return new Run(this);
    }

    /// <summary>Completes when none runs.</summary>
    public Task NoneAsync()
    {
        lock (_lock)
        {
            if (_count == 0)
                return Task.CompletedTask;
            _none ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _count--;
            if (_count > 0)
                return;
            _none?.SetResult();
            _none = null;
        }
    }

    private sealed class Run(RunningFunctions of) : IDisposable
    {
        public void Dispose() => of.End();
    }
}
