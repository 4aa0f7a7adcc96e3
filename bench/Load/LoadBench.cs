using Bench.Plot;
using Soak.Harness;

namespace Bench.Load;

/// <summary>
/// Whole orders a second, with so many under way at once: ours, and the peer's if there is one, in turns, each alone on the machine. A turn
/// begins with empty storage and a warm-up.
/// </summary>
internal static class LoadBench
{
    public static async Task<int> RunAsync(LoadOptions options)
    {
        var ours = new Levels(options);
        var theirs = options.AtOnce.ToDictionary(atOnce => atOnce, _ => new List<double>());
        var webhooks = new List<WebhookRate>();
        for (var run = 1; run <= options.Runs; run++)
        {
            await OursAsync(options, run, ours, webhooks);
            if (options.Peer is { } folder)
                await TheirsAsync(new Peer(folder), options, run, theirs);
        }

        var levels = ours.Medians();
        LoadReport.WriteLevels(options, levels);
        if (options.Webhooks is { } rate)
            LoadReport.WriteWebhooks(rate, webhooks);
        var figures = new Dictionary<string, IReadOnlyDictionary<int, double>>(StringComparer.Ordinal)
        {
            ["Orders.Functions"] = levels.ToDictionary(level => level.AtOnce, level => level.PerSecond),
        };
        if (options.Peer is { } peer)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(peer));
            figures[name] = theirs.ToDictionary(level => level.Key, level => Statistics.Median(level.Value));
            LoadReport.WriteRatios(name, levels, figures[name]);
        }

        if (options.Results is { } file)
        {
            foreach (var (name, perSecond) in figures)
                await Results.KeepAsync(file, name, perSecond);
        }

        return levels.All(level => level.Errors == 0) ? 0 : 1;
    }

    private static async Task OursAsync(LoadOptions options, int run, Levels levels, List<WebhookRate> webhooks)
    {
        await using var shop = await Shop.OpenAsync(new ShopOptions { App = options.App, Settings = options.Settings });
        using var client = new OrderClient(shop.App.Url);
        await client.StockAsync();
        await levels.RunAsync(run, shop, client.WalkAsync, () => client.Requests);
        if (options.Webhooks is { } rate)
            webhooks.Add(await WebhookRate.RunAsync(client, rate));
    }

    private static async Task TheirsAsync(Peer peer, LoadOptions options, int run, Dictionary<int, List<double>> levels)
    {
        await peer.StopAsync(reset: true);
        try
        {
            foreach (var (atOnce, runs) in levels)
            {
                var what = $"run {Statistics.Text(run, "0")}, peer, {Statistics.Text(atOnce, "0")} at once";
                runs.Add(
                    await Bar.ShowAsync(
                        what,
                        options.Orders,
                        async done =>
                        {
                            var perSecond = await peer.RunAsync(options.Orders, atOnce);
                            done(options.Orders);
                            return perSecond;
                        }
                    )
                );
            }
        }
        finally
        {
            await peer.StopAsync(reset: false);
        }
    }
}
