using LocalRuntime.Functions.Azurite;

namespace Bench.Orders;

/// <summary>Counts what an order on the main road costs, on an emulator of its own: storage calls and orchestration steps, beside what they were at <see cref="Baseline"/>.</summary>
internal static class OrderBench
{
    private const int Orders = 7;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bench-orders-").FullName;
        var azurite = await AzuriteProcess.StartAsync(folder, AzuritePorts.Free());
        try
        {
            return Report(await MeasureAsync(azurite));
        }
        finally
        {
            await azurite.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<OrderCost> MeasureAsync(AzuriteProcess azurite)
    {
        using var calls = new StorageCalls(azurite.Ports.Blob, azurite.Ports.Queue, azurite.Ports.Table);
        await using var app = await OrderApp.StartAsync(azurite.ConnectionString);
        using var drive = new OrderDrive(app.Url, azurite.ConnectionString);

        // The first order fills the app's caches.
        await drive.WalkAsync(0);
        await SettleAsync(calls);
        var costs = new List<OrderCost>();
        for (var number = 1; number <= Orders; number++)
        {
            var before = calls.Snapshot();
            var orderId = await drive.WalkAsync(number);
            await SettleAsync(calls);
            var made = calls.Snapshot().ToDictionary(call => call.Key, call => call.Value - before.GetValueOrDefault(call.Key), StringComparer.Ordinal);
            costs.Add(Cost(made, await drive.HistoryAsync(orderId)));
        }

        return OrderCost.Median(costs);
    }

    /// <summary>Mails and the confirmation of webhooks follow the order's close.</summary>
    private static async Task SettleAsync(StorageCalls calls)
    {
        for (var before = -1; before != calls.Total;)
        {
            before = calls.Total;
            await Task.Delay(Quiet);
        }
    }

    private static OrderCost Cost(IReadOnlyDictionary<string, int> calls, IReadOnlyList<string> history) => new(
        calls,
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["activities"] = history.Count(kind => kind == "TaskScheduled"),
            ["sub-orchestrations"] = history.Count(kind => kind == "SubOrchestrationInstanceCreated"),
            ["timers"] = history.Count(kind => kind == "TimerCreated"),
        },
        history.Count);

    private static int Report(OrderCost now)
    {
        var before = Baseline.Cost;
        Console.WriteLine($"One order: placed, paid, booked, four scans, closed; the median of {Orders} orders.");
        Console.WriteLine();
        Console.WriteLine($"| per order | before ({Baseline.Commit}) | now | difference |");
        Console.WriteLine("|---|---|---|---|");
        Rows(before.Steps, now.Steps);
        Row("**orchestration steps**", before.AllSteps, now.AllSteps);
        Row("history events", before.HistoryEvents, now.HistoryEvents);
        Rows(before.Calls, now.Calls);
        Row("**storage calls**", before.AllCalls, now.AllCalls);
        Console.WriteLine();
        var dearer = now.AllSteps - before.AllSteps;
        Console.WriteLine(dearer <= Baseline.MostSteps ? $"At most {Baseline.MostSteps} more steps are allowed: kept." : $"At most {Baseline.MostSteps} more steps are allowed, and there are {dearer}.");
        return dearer <= Baseline.MostSteps ? 0 : 1;
    }

    private static void Rows(IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> now)
    {
        foreach (var name in before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Row(name, before.GetValueOrDefault(name), now.GetValueOrDefault(name));
    }

    private static void Row(string what, int before, int now) => Console.WriteLine($"| {what} | {before} | {now} | {(now > before ? "+" : "")}{now - before} |");
}
