namespace Orders.Tests.Mail;

/// <summary>The real clock, moved: what must wait for a while need not be waited for.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
