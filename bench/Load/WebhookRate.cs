using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bench.Load;

/// <summary>How fast webhooks are answered that come at a steady rate, whether or not those before have been answered.</summary>
/// <param name="Middle">Time to the answer: the median, in milliseconds.</param>
/// <param name="Worst">The same, of the slowest of a hundred.</param>
/// <param name="Errors">Those that were not taken.</param>
internal sealed record WebhookRate(double Middle, double Worst, int Errors)
{
    private const int Seconds = 20;
    private const int Orders = 100;
    private const int OrdersAtOnce = 8;

    /// <summary>Books parcels, and then has the carrier scan one after the other.</summary>
    /// <param name="rate">Posts a second.</param>
    public static async Task<WebhookRate> RunAsync(OrderClient client, int rate)
    {
        var waybills = new string[Orders];
        await Bar.ShowAsync(
            "parcels for webhooks",
            Orders,
            async done =>
            {
                await Parallel.ForAsync(
                    0,
                    Orders,
                    new ParallelOptions { MaxDegreeOfParallelism = OrdersAtOnce },
                    async (i, _) =>
                    {
                        waybills[i] = await client.BookAsync();
                        done(1);
                    }
                );
                return true;
            }
        );
        return await Bar.ShowAsync($"{Statistics.Text(rate, "0")} webhooks a second", rate * Seconds, PostAsync);

        async Task<WebhookRate> PostAsync(Action<int> done)
        {
            var posts = new List<Task>();
            var (waits, errors) = (new ConcurrentBag<double>(), new ConcurrentBag<string>());
            var begun = Stopwatch.GetTimestamp();
            while (posts.Count < rate * Seconds)
            {
                var due = (int)Math.Min(rate * Seconds, Stopwatch.GetElapsedTime(begun).TotalSeconds * rate);
                while (posts.Count < due)
                    posts.Add(PostOneAsync(waybills[posts.Count % Orders], waits, errors, done));
                await Task.Delay(1);
            }

            await Task.WhenAll(posts);
            if (errors.FirstOrDefault() is { } error)
                await Console.Error.WriteLineAsync($"{Statistics.Text(errors.Count, "0")} webhooks were not taken, one so: {error}");
            return new(Percentile(waits, 0.5), Percentile(waits, 0.99), errors.Count);
        }

        async Task PostOneAsync(string waybill, ConcurrentBag<double> waits, ConcurrentBag<string> errors, Action<int> done)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await client.ScanAsync(waybill, "in_transit");
                waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                errors.Add(e.Message);
            }

            done(1);
        }
    }

    private static double Percentile(ConcurrentBag<double> waits, double share) =>
        waits.IsEmpty ? double.NaN : Statistics.Percentile(waits, share);
}
