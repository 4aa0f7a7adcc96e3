using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bench.Load;

/// <summary>Figures of many orders, of which so many were under way at once.</summary>
/// <param name="PerSecond">Whole orders a second.</param>
/// <param name="Placed">Until the shop had taken the order: the median, in milliseconds.</param>
/// <param name="Booked">Until the client saw its waybill: the median, in milliseconds.</param>
/// <param name="Delivered">Until the client saw it delivered: the median, in milliseconds.</param>
/// <param name="Worst">The same, of the slowest of a hundred orders.</param>
/// <param name="Errors">Orders that did not get so far.</param>
/// <param name="Requests">HTTP requests of the client for an order.</param>
/// <param name="Cpu">For an order, in milliseconds.</param>
internal sealed record Level(
    int AtOnce,
    double PerSecond,
    double Placed,
    double Booked,
    double Delivered,
    double Worst,
    double Errors,
    double Requests,
    Cpu Cpu
)
{
    /// <summary>The middle of several runs, figure by figure; errors of all of them.</summary>
    public static Level Median(IReadOnlyList<Level> runs)
    {
        double Of(Func<Level, double> figure) => Statistics.Median(runs.Select(figure));
        return new(
            runs[0].AtOnce,
            Of(run => run.PerSecond),
            Of(run => run.Placed),
            Of(run => run.Booked),
            Of(run => run.Delivered),
            Of(run => run.Worst),
            runs.Sum(run => run.Errors),
            Of(run => run.Requests),
            new(Of(run => run.Cpu.Host), Of(run => run.Cpu.Worker), Of(run => run.Cpu.Storage), Of(run => run.Cpu.Client))
        );
    }

    /// <param name="walk">Takes one order from its beginning to its end.</param>
    /// <param name="requests">Those of the client so far.</param>
    /// <param name="cpu">What the processes have used so far.</param>
    /// <param name="done">Is called with each order that has ended.</param>
    public static async Task<Level> RunAsync(
        int atOnce,
        int orders,
        Func<Task<OrderTimes>> walk,
        Func<int> requests,
        Func<Cpu> cpu,
        Action<int> done
    )
    {
        var (times, errors, left) = (new ConcurrentBag<OrderTimes>(), new ConcurrentBag<string>(), orders);
        var (begun, requestsBefore, cpuBefore) = (Stopwatch.GetTimestamp(), requests(), cpu());
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => ClientAsync()));
        var took = Stopwatch.GetElapsedTime(begun);
        if (errors.FirstOrDefault() is { } error)
            await Console.Error.WriteLineAsync($"{Statistics.Text(errors.Count, "0")} orders failed, one so: {error}");
        return new(
            atOnce,
            times.Count / took.TotalSeconds,
            Percentile(time => time.Placed, 0.5),
            Percentile(time => time.Booked, 0.5),
            Percentile(time => time.Delivered, 0.5),
            Percentile(time => time.Delivered, 0.99),
            errors.Count,
            (double)(requests() - requestsBefore) / orders,
            (cpu() - cpuBefore) / orders
        );

        async Task ClientAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                try
                {
                    times.Add(await walk());
                }
                catch (Exception e) when (e is HttpRequestException or TimeoutException or TaskCanceledException)
                {
                    errors.Add(e.Message);
                }

                done(1);
            }
        }

        double Percentile(Func<OrderTimes, TimeSpan> moment, double share) =>
            times.IsEmpty ? double.NaN : Statistics.Percentile(times.Select(time => moment(time).TotalMilliseconds), share);
    }
}
