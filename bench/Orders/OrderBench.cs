using System.Diagnostics;
using Soak.Harness;

namespace Bench.Orders;

/// <summary>
/// Counts what an order on the main road costs, on the local host and an emulator of its own: storage calls, the app's own and the
/// engine's, and orchestration steps; and what host and worker take.
/// </summary>
internal static class OrderBench
{
    private const int Orders = 7;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    /// <param name="oneByOne">Prints each call of the last order in the order of its coming, too.</param>
    public static async Task<int> RunAsync(bool oneByOne)
    {
        var calls = new StorageCalls();
        await using var shop = await Shop.BuildAsync(new ShopOptions { Storage = calls.PassAsync });
        var empty = await StartAsync(shop.App);
        using var drive = new OrderDrive(shop.App.Url, shop.ConnectionString);

        // The first order fills the app's caches.
        await drive.WalkAsync(0);
        await SettleAsync(calls);
        var costs = new List<OrderCost>();
        var seen = 0;
        for (var number = 1; number <= Orders; number++)
        {
            var before = calls.Snapshot();
            seen = calls.Sequence.Count;
            var orderId = await drive.WalkAsync(number);
            await SettleAsync(calls);
            var made = calls
                .Snapshot()
                .ToDictionary(call => call.Key, call => call.Value - before.GetValueOrDefault(call.Key), StringComparer.Ordinal);
            costs.Add(Cost(made, await drive.HistoryAsync(orderId)));
        }

        if (oneByOne)
            ReportSequence(calls.Sequence.Skip(seen));
        var memory = shop.App.Memory;
        await shop.App.StopAsync();
        var again = await StartAsync(shop.App);
        Report(OrderCost.Median(costs), memory, empty, again);
        return 0;
    }

    /// <returns>From the start of the host to its and its app's being ready.</returns>
    private static async Task<TimeSpan> StartAsync(App app)
    {
        var begun = Stopwatch.GetTimestamp();
        await app.StartAsync();
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Mails and the confirmation of webhooks follow the order's close.</summary>
    private static async Task SettleAsync(StorageCalls calls)
    {
        for (var before = -1; before != calls.Total; )
        {
            before = calls.Total;
            await Task.Delay(Quiet);
        }
    }

    private static OrderCost Cost(IReadOnlyDictionary<string, int> calls, IReadOnlyList<string> history) =>
        new(
            calls,
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["activities"] = history.Count(kind => kind == "TaskScheduled"),
                ["sub-orchestrations"] = history.Count(kind => kind == "SubOrchestrationInstanceCreated"),
                ["timers"] = history.Count(kind => kind == "TimerCreated"),
            },
            history.Count
        );

    private static void Report(OrderCost cost, (long Host, long Worker) memory, TimeSpan empty, TimeSpan again)
    {
        Console.WriteLine($"One order: placed, paid, booked, picked up, delivered, closed; the median of {Orders} orders.");
        Console.WriteLine();
        Console.WriteLine("| per order | |");
        Console.WriteLine("|---|---|");
        Rows(cost.Steps);
        Row("**orchestration steps**", Statistics.Text(cost.AllSteps, "0"));
        Row("history events", Statistics.Text(cost.HistoryEvents, "0"));
        Rows(cost.Calls);
        foreach (var owner in (string[])["app", "engine"])
            Row($"**storage calls of the {owner}**", Statistics.Text(cost.CallsOf(owner), "0"));
        Console.WriteLine();
        Console.WriteLine("| host and worker | |");
        Console.WriteLine("|---|---|");
        Row("memory of the host", $"{Statistics.Text(memory.Host >> 20, "0")} MiB");
        Row("memory of the worker", $"{Statistics.Text(memory.Worker >> 20, "0")} MiB");
        Row("start to ready, empty storage", $"{Statistics.Text(empty.TotalSeconds, "0.0")} s");
        Row("start to ready, again", $"{Statistics.Text(again.TotalSeconds, "0.0")} s");
    }

    private static void ReportSequence(IEnumerable<(long At, string Call)> calls)
    {
        var all = calls.ToArray();
        foreach (var (at, call) in all)
            Console.WriteLine($"{Statistics.Text(Stopwatch.GetElapsedTime(all[0].At, at).TotalMilliseconds, "0"), 6} ms  {call}");
        Console.WriteLine();
    }

    private static void Rows(IReadOnlyDictionary<string, int> figures)
    {
        foreach (var (name, figure) in figures.OrderBy(figure => figure.Key, StringComparer.Ordinal))
            Row(name, Statistics.Text(figure, "0"));
    }

    private static void Row(string what, string value) => Console.WriteLine($"| {what} | {value} |");
}
