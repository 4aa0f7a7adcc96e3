using Orders.Functions.Integrations.Sandbox;

namespace Integration.Tests.Integrations.Sandbox;

public sealed class SandboxScanTests
{
    [Theory]
    [InlineData("2026-11-23T08:00:00Z", true)]
    [InlineData("2026-11-23T08:00:00.5+08:00", true)]
    [InlineData("2026-11-23T08:00:00", false)]
    [InlineData("2026-13-23T08:00:00Z", false)]
    [InlineData("yesterday", false)]
    public void Time_of_a_scan_is_a_moment_only_with_an_offset(string time, bool isOne) =>
        Assert.Equal(isOne, new SandboxScan("e-1", "W-1", "in_transit", time).TryReadTime(out _));
}
