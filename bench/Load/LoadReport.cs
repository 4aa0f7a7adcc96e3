namespace Bench.Load;

/// <summary>Tells the figures of <see cref="LoadBench"/> as markdown.</summary>
internal static class LoadReport
{
    public static void WriteLevels(LoadOptions options, IEnumerable<Level> levels)
    {
        Console.WriteLine(
            $"{Statistics.Text(options.Orders, "0")} orders a level after {Statistics.Text(options.WarmUp, "0")} to warm up, the median of "
                + $"{Statistics.Text(options.Runs, "0")} runs; CPU in milliseconds an order."
        );
        Console.WriteLine();
        Row(
            "at once",
            "orders/s",
            "placed p50",
            "booked p50",
            "delivered p50",
            "p99",
            "errors",
            "requests an order",
            "CPU host",
            "worker",
            "Azurite",
            "client"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var level in levels)
        {
            Row(
                Statistics.Text(level.AtOnce, "0"),
                Statistics.Text(level.PerSecond, "0.00"),
                Statistics.Wait(level.Placed),
                Statistics.Wait(level.Booked),
                Statistics.Wait(level.Delivered),
                Statistics.Wait(level.Worst),
                Statistics.Text(level.Errors, "0"),
                Statistics.Text(level.Requests, "0.0"),
                Statistics.Text(level.Cpu.Host, "0"),
                Statistics.Text(level.Cpu.Worker, "0"),
                Statistics.Text(level.Cpu.Storage, "0"),
                Statistics.Text(level.Cpu.Client, "0")
            );
        }
    }

    public static void WriteWebhooks(int rate, IReadOnlyList<WebhookRate> runs)
    {
        Console.WriteLine();
        Row("webhooks/s, steady", "answered p50", "p99", "errors");
        Console.WriteLine("|---|---|---|---|");
        Row(
            Statistics.Text(rate, "0"),
            Statistics.Wait(Statistics.Median(runs.Select(run => run.Middle))),
            Statistics.Wait(Statistics.Median(runs.Select(run => run.Worst))),
            Statistics.Text(runs.Sum(run => run.Errors), "0")
        );
    }

    /// <param name="peers">Orders a second by orders at once.</param>
    public static void WriteRatios(string peer, IEnumerable<Level> levels, IReadOnlyDictionary<int, double> peers)
    {
        Console.WriteLine();
        Row("at once", "orders/s", $"{peer}, orders/s", "ratio");
        Console.WriteLine("|---|---|---|---|");
        foreach (var level in levels)
        {
            var other = peers[level.AtOnce];
            Row(
                Statistics.Text(level.AtOnce, "0"),
                Statistics.Text(level.PerSecond, "0.00"),
                Statistics.Text(other, "0.00"),
                Statistics.Text(level.PerSecond / other, "0.00")
            );
        }
    }

    private static void Row(params ReadOnlySpan<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
