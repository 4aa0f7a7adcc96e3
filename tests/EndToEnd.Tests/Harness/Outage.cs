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
        await LastAsync(cuts.ToDictionary(cut => cut.Key, cut => (Func<int>)(() => cut.Value.Refused)));
        foreach (var cut in cuts.Values)
            cut.Dispose();
    }

    /// <summary>Waits until a minute is over and each kind of call was refused at least once.</summary>
    /// <param name="refused">How often, by what was called.</param>
    public static async Task LastAsync(IReadOnlyDictionary<string, Func<int>> refused)
    {
        var begun = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () => Task.FromResult(Stopwatch.GetElapsedTime(begun) > Minute && refused.Values.All(count => count() > 0)),
            () => $"Nobody tried: {string.Join(", ", refused.Where(call => call.Value() == 0).Select(call => call.Key))}.",
            Minute + TimeSpan.FromSeconds(30)
        );
    }
}
