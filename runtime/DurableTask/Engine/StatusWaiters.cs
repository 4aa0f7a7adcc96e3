namespace LocalRuntime.DurableTask.Engine;

/// <summary>Those who wait for the status of an instance to change.</summary>
internal sealed class StatusWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiters = new(StringComparer.Ordinal);

    /// <summary>A task that ends at the next change. Ask for it before looking at the status.</summary>
    public Task NextChangeAsync(string instanceId)
    {
        lock (_gate)
        {
            if (!_waiters.TryGetValue(instanceId, out var waiter))
                _waiters[instanceId] = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiter.Task;
        }
    }

    public void Changed(string instanceId)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
            _waiters.Remove(instanceId, out waiter);
        waiter?.SetResult();
    }
}
