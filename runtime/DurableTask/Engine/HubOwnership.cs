using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Whether this process may write to its hub now.</summary>
internal sealed class HubOwnership
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<CancellationToken> _owned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOwned
    {
        get
        {
            lock (_gate)
                return _owned.Task.IsCompleted;
        }
    }

    /// <param name="lost">Cancelled at the moment the ownership is lost.</param>
    public void Gain(CancellationToken lost)
    {
        lock (_gate)
            _owned.TrySetResult(lost);
    }

    public void Lose()
    {
        lock (_gate)
        {
            if (_owned.Task.IsCompleted)
                _owned = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until this process owns the hub, and answers the token of that ownership.</summary>
    /// <exception cref="HubUnavailableException">It does not, and the wait was too long.</exception>
    public async Task<CancellationToken> RequireAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        Task<CancellationToken> owned;
        lock (_gate)
            owned = _owned.Task;
        if (owned.IsCompleted)
            return await owned;
        try
        {
            return await owned.WaitAsync(atMost, time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new HubUnavailableException("This process does not own the task hub: another one runs it, or the storage does not answer.", e);
        }
    }
}
