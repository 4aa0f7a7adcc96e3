using System.Diagnostics;

namespace Host.Tests.Harness;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string expectation, double seconds = 20) =>
        TrueAsync(() => Task.FromResult(condition()), expectation, seconds);

    public static async Task TrueAsync(Func<Task<bool>> condition, string expectation, double seconds = 20)
    {
        for (var waiting = Stopwatch.StartNew(); !await condition(); await Task.Delay(Pause))
            Assert.True(waiting.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {expectation}");
    }
}
