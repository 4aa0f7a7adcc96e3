namespace LocalRuntime.DurableTask.Core;

/// <summary>
/// Events raised and not yet awaited, and waits not yet served, by name without regard to case. Early events are served first in, first out; of several waits the last one is served
/// first; a cancelled wait is gone and consumes nothing.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly LinkedList<EventRaised> _buffer = [];
    private readonly Dictionary<string, List<TaskCompletionSource<string?>>> _waits = new(StringComparer.OrdinalIgnoreCase);

    public int WaitCount { get; private set; }

    /// <summary>In order of arrival.</summary>
    public IEnumerable<EventRaised> Unprocessed => _buffer;

    public void Raise(EventRaised raised)
    {
        if (!_waits.TryGetValue(raised.Name, out var waits))
        {
            _buffer.AddLast(raised);
            return;
        }

        var wait = waits[^1];
        Remove(raised.Name, wait);
        wait.SetResult(raised.Input);
    }

    /// <summary>Takes the oldest early event of this name.</summary>
    public bool TryTake(string name, out string? input)
    {
        for (var node = _buffer.First; node is not null; node = node.Next)
        {
            if (!string.Equals(node.Value.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            _buffer.Remove(node);
            input = node.Value.Input;
            return true;
        }

        input = null;
        return false;
    }

    public TaskCompletionSource<string?> AddWait(string name)
    {
        var wait = new TaskCompletionSource<string?>();
        if (!_waits.TryGetValue(name, out var waits))
            _waits[name] = waits = [];
        waits.Add(wait);
        WaitCount++;
        return wait;
    }

    public void Remove(string name, TaskCompletionSource<string?> wait)
    {
        if (!_waits.TryGetValue(name, out var waits) || !waits.Remove(wait))
            return;
        WaitCount--;
        if (waits.Count == 0)
            _waits.Remove(name);
    }
}
