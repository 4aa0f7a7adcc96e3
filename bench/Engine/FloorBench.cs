using Bench.Load;
using Bench.Plot;
using Soak.Harness;

namespace Bench.Engine;

/// <summary>
/// What the engine alone can do: orchestrations a second with the waits and activities of an order that do nothing, on the same host,
/// storage and settings. No build of the app can be faster than it with as many activities.
/// </summary>
internal static class FloorBench
{
    public static async Task<int> RunAsync(LoadOptions options)
    {
        var levels = new Levels(options);
        for (var run = 1; run <= options.Runs; run++)
        {
            await using var shop = await Shop.OpenAsync(new ShopOptions { App = options.App ?? Built, Settings = options.Settings });
            using var client = new EngineClient(shop.App.Url);
            await levels.RunAsync(run, shop, client.WalkAsync, () => client.Requests);
        }

        var medians = levels.Medians();
        LoadReport.WriteLevels(options, medians);
        if (options.Results is { } file)
            await Results.KeepAsync(file, "the engine alone", medians.ToDictionary(level => level.AtOnce, level => level.PerSecond));
        return medians.All(level => level.Errors == 0) ? 0 : 1;
    }

    /// <summary>The folder of the app that was built with this program.</summary>
    private static string Built
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Soak.Harness.Built.Repository, "bench", "Floor", "bin", output.Parent!.Name, output.Name);
        }
    }
}
