namespace Lives.Machine;

/// <summary>The clock as one process sees it; its timers die with the process.</summary>
internal sealed class ProcessTime(WorldClock clock) : TimeProvider
{
    private readonly List<ProcessTimer> _timers = [];
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer fires; null if there is none.</summary>
    public DateTimeOffset? Next => _timers.Count == 0 ? null : First().Due;

    public override DateTimeOffset GetUtcNow() => clock.Now;

    public override long GetTimestamp() => clock.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ProcessTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Fires the next timer that is due.</summary>
    /// <returns>False if none is.</returns>
    public bool FireOne()
    {
        if (Next is not { } due || due > clock.Now)
            return false;
        var timer = First();
        timer.Fire();
        return true;
    }

    private ProcessTimer First()
    {
        var first = _timers[0];
        for (var i = 1; i < _timers.Count; i++)
        {
            if (_timers[i].Due < first.Due || (_timers[i].Due == first.Due && _timers[i].Order < first.Order))
                first = _timers[i];
        }

        return first;
    }

    private sealed class ProcessTimer(ProcessTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._timers.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            (_period, Due, Order) = (period, time.GetUtcNow() + dueTime, time._order++);
            time._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            else
                time._timers.Remove(this);
            callback(state);
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
