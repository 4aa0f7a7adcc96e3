using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// The events of one orchestration, one at a time and each id once. Exactly one waiter per event name is open at all times and is opened
/// again as soon as its event was taken, so an event that arrives while a step runs is kept for the next look.
/// </summary>
internal sealed class EventFeed(TaskOrchestrationContext context)
{
    private readonly List<Source> _sources = [];
    private readonly List<End> _ends = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Opens an event name. Order matters: of several waiting events the one of the first-named source is taken first.</summary>
    public EventFeed On<T>(string name, Func<T, string> idOf)
        where T : class
    {
        _sources.Add(new Source<T>(context, name, idOf));
        return this;
    }

    /// <summary>
    /// Has the end of a sub-orchestration come as an event: its result, once. If it failed, its failure is thrown where the event would
    /// have been taken.
    /// </summary>
    public void Watch<T>(Task<T> end)
        where T : class => _ends.Add(new End<T>(end));

    /// <summary>True while a watched sub-orchestration has not ended.</summary>
    public bool IsWatching => _ends.Count > 0;

    /// <summary>Something has arrived that nobody has looked at.</summary>
    public bool HasArrived => _sources.Exists(source => source.Waiting.IsCompleted) || _ends.Exists(end => end.Task.IsCompleted);

    /// <summary>The next event that has arrived already, or null.</summary>
    public object? Arrived()
    {
        foreach (var source in _sources)
        {
            while (source.Waiting.IsCompleted)
            {
                if (source.Take() is { } taken && _seen.Add(taken.Id))
                {
                    return taken.Payload;
                }
            }
        }

        if (_ends.Find(end => end.Task.IsCompleted) is { } over)
        {
            _ends.Remove(over);
            return over.Result;
        }

        return null;
    }

    /// <summary>
    /// Waits for an event or for <paramref name="end"/> (a timer), whichever is first; null when it was <paramref name="end"/>. An event
    /// that is there already wins.
    /// </summary>
    public async Task<object?> NextAsync(Task? end)
    {
        while (true)
        {
            if (Arrived() is { } payload)
            {
                return payload;
            }

            if (end is { IsCompleted: true })
            {
                return null;
            }

            var waits = _sources.Select(source => source.Waiting).Concat(_ends.Select(watched => watched.Task));
            await Task.WhenAny(end is null ? waits : waits.Append(end));
        }
    }

    private abstract class End
    {
        public abstract Task Task { get; }

        public abstract object Result { get; }
    }

    private sealed class End<T>(Task<T> task) : End
        where T : class
    {
        public override Task Task => task;

        public override object Result => task.GetAwaiter().GetResult();
    }

    private abstract class Source
    {
        public abstract Task Waiting { get; }

        /// <summary>The event, or null if what was raised under this name is not one.</summary>
        public abstract (string Id, object Payload)? Take();
    }

    private sealed class Source<T>(TaskOrchestrationContext context, string name, Func<T, string> idOf) : Source
        where T : class
    {
        private Task<T> _waiting = context.WaitForExternalEvent<T>(name);

        public override Task Waiting => _waiting;

        public override (string Id, object Payload)? Take()
        {
            var payload = _waiting.IsCompletedSuccessfully ? _waiting.Result : null;
            _waiting = context.WaitForExternalEvent<T>(name);
            return payload is null ? null : ($"{name}/{idOf(payload)}", payload);
        }
    }
}
