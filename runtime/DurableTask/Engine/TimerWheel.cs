namespace LocalRuntime.DurableTask.Engine;

/// <param name="ExecutionId">Null for a wake-up, which belongs to no execution.</param>
internal readonly record struct TimerKey(string InstanceId, string? ExecutionId, int TimerId);

/// <summary>What is due when. Keeps no clock: asked for what is due at a moment, it answers nothing that is due later.</summary>
internal sealed class TimerWheel
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TimerKey, (DateTime Due, long Order)> _queue = new();
    private readonly Dictionary<TimerKey, DateTime> _due = [];
    private TaskCompletionSource? _sooner;
    private long _order;

    public int Count
    {
        get
        {
            lock (_gate)
                return _due.Count;
        }
    }

    /// <summary>When the next thing is due; null when nothing is.</summary>
    public DateTime? Next
    {
        get
        {
            lock (_gate)
                return Peek()?.Due;
        }
    }

    /// <summary>Adds a timer, or moves it if it is there.</summary>
    public void Set(TimerKey key, DateTime due)
    {
        lock (_gate)
        {
            if (_due.TryGetValue(key, out var known) && known == due)
                return;
            if (Peek() is not { } first || due < first.Due)
            {
                _sooner?.TrySetResult();
                _sooner = null;
            }

            _due[key] = due;
            _queue.Enqueue(key, (due, _order++));
        }
    }

    /// <summary>A task that ends when something is added that is due before all else. Ask for it before looking at <see cref="Next"/>.</summary>
    public Task NextSoonerAsync()
    {
        lock (_gate)
        {
            _sooner ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _sooner.Task;
        }
    }

    public void Remove(TimerKey key)
    {
        lock (_gate)
            _due.Remove(key);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _due.Clear();
            _queue.Clear();
        }
    }

    public bool TryTakeDue(DateTime now, out TimerKey key, out DateTime due)
    {
        lock (_gate)
        {
            (key, due) = (default, default);
            if (Peek() is not { } first || first.Due > now)
                return false;
            (key, due) = first;
            _queue.Dequeue();
            _due.Remove(key);
            return true;
        }
    }

    /// <summary>The first entry that is still meant; moved and removed ones are skipped.</summary>
    private (TimerKey Key, DateTime Due)? Peek()
    {
        while (_queue.TryPeek(out var key, out var priority))
        {
            if (_due.TryGetValue(key, out var due) && due == priority.Due)
                return (key, due);
            _queue.Dequeue();
        }

        return null;
    }
}
