namespace Lives.Machine;

/// <summary>The time of the simulated world: moved by the simulation alone.</summary>
internal sealed class WorldClock(DateTimeOffset start)
{
    private readonly PriorityQueue<TaskCompletionSource, (DateTimeOffset Due, long Order)> _sleepers = new();
    private long _order;

    public DateTimeOffset Start { get; } = start;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>When somebody in the world wakes next; null if nobody sleeps.</summary>
    public DateTimeOffset? Next => _sleepers.TryPeek(out _, out var first) ? first.Due : null;

    public void MoveTo(DateTimeOffset time) => Now = time > Now ? time : Now;

    /// <summary>Lets somebody outside the app wait: a customer, a company. Crashes of the app do not matter to it.</summary>
    public Task SleepUntilAsync(DateTimeOffset due)
    {
        var sleeper = new TaskCompletionSource();
        _sleepers.Enqueue(sleeper, (due, _order++));
        return sleeper.Task;
    }

    public Task SleepAsync(TimeSpan time) => SleepUntilAsync(Now + time);

    /// <summary>Wakes the next one who is due.</summary>
    /// <returns>False if nobody is.</returns>
    public bool WakeOne()
    {
        if (Next is not { } due || due > Now)
            return false;
        _sleepers.Dequeue().SetResult();
        return true;
    }
}
