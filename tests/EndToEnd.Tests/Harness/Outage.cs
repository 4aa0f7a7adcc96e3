using System.Diagnostics;

namespace EndToEnd.Tests.Harness;

/// <summary>Lines that stay cut for a minute of real time: the engine waits longer from try to try, by the clock on the wall.</summary>
internal static class Outage
{
    /// <summary>
    /// How soon an order goes on after an outage of a minute: the waits between tries double, and have come to 32 s by then.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Holds the cuts until a minute is over and each of them has refused a call at least, then mends them.</summary>
    /// <param name="cuts">By what they cut off.</param>
    public static async Task LastAsync(IReadOnlyDictionary<string, Relay.Cut> cuts)
    {
        var begun = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () => Task.FromResult(Stopwatch.GetElapsedTime(begun) > Minute && cuts.Values.All(cut => cut.Refused > 0)),
            () => $"Nobody tried: {string.Join(", ", cuts.Where(cut => cut.Value.Refused == 0).Select(cut => cut.Key))}.",
            Minute + TimeSpan.FromSeconds(30)
        );
        foreach (var cut in cuts.Values)
            cut.Dispose();
    }
}
