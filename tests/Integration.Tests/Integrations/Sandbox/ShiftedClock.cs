namespace Integration.Tests.Integrations.Sandbox;

/// <summary>The real clock, moved: what must wait for a while need not be waited for.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private DateTimeOffset? _stoppedAt;

    public TimeSpan Shift { get; set; }

    /// <summary>From here on only <see cref="Shift"/> moves it: however slow the machine is, no time passes.</summary>
    public void Stop() => _stoppedAt = base.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => (_stoppedAt ?? base.GetUtcNow()) + Shift;
}
