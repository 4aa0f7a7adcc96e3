using Soak.Harness;

namespace Bench.Load;

/// <summary>The levels that were asked for, run one after the other, again and again.</summary>
internal sealed class Levels(LoadOptions options)
{
    private const int WarmUpAtOnce = 8;

    private readonly Dictionary<int, List<Level>> _runs = options.AtOnce.ToDictionary(atOnce => atOnce, _ => new List<Level>());

    /// <summary>Warms up, and runs each level once.</summary>
    /// <param name="run">The how many-th time, from 1.</param>
    /// <param name="walk">Takes one order from its beginning to its end.</param>
    /// <param name="requests">Those of the client so far.</param>
    public async Task RunAsync(int run, Shop shop, Func<Task<OrderTimes>> walk, Func<int> requests)
    {
        var cpu = Cpu.Of(shop);
        var name = $"run {Statistics.Text(run, "0")}";
        Task<Level> LevelAsync(string what, int atOnce, int orders) =>
            Bar.ShowAsync($"{name}, {what}", orders, done => Level.RunAsync(atOnce, orders, walk, requests, cpu, done));

        await LevelAsync("warm-up", WarmUpAtOnce, options.WarmUp);
        foreach (var (atOnce, runs) in _runs)
            runs.Add(await LevelAsync($"{Statistics.Text(atOnce, "0")} at once", atOnce, options.Orders));
    }

    /// <summary>The middle of all runs, for each level.</summary>
    public IReadOnlyList<Level> Medians() => [.. _runs.Values.Select(Level.Median)];
}
