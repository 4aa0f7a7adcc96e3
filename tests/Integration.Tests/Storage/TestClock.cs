namespace Integration.Tests.Storage;

/// <summary>A clock that stands still until it is set; waits on it take real time.</summary>
internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
