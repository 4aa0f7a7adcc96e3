namespace Integration.Tests.Integrations.Sandbox;

/// <summary>The real clock, moved: what must wait for a while need not be waited for.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private DateTimeOffset? _stoppedAt;
    private long _looks;

    public TimeSpan Shift { get; set; }

    /// <summary>
    /// From here on only <see cref="Shift"/> moves it, however slow the machine is; but for a tick at each look, so that what happens one
    /// after the other has times in that order.
    /// </summary>
    public void Stop() => _stoppedAt = base.GetUtcNow();

    public override DateTimeOffset GetUtcNow() =>
        (_stoppedAt is { } stopped ? stopped.AddTicks(Interlocked.Increment(ref _looks)) : base.GetUtcNow()) + Shift;
}
