using System.Diagnostics;
using System.Net;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Bench.Orders;
using Soak.Harness;

namespace Bench.Scale;

/// <summary>
/// What many open orders in storage cost: starting, memory, the lists of operations, a round of the watchdog. The orders wait for payment;
/// so that the figures can be judged, the emulator alone is asked for one row and one partition of the same table.
/// </summary>
internal static class ScaleBench
{
    private const int Due = 100;
    private const int Times = 5;
    private const int TimesAlone = 20;
    private const string AdminKey = "bench-admin-key";

    private static readonly TimeSpan CryptoWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["FunctionKeys___master"] = AdminKey,
        ["Orders__Windows__Payment"] = "PT24H",
        ["Orders__Windows__CryptoGrace"] = $"PT{Statistics.Text(Grace.TotalSeconds, "0")}S",
        ["Orders__Windows__PaymentCrypto"] = $"PT{Statistics.Text(CryptoWindow.TotalSeconds, "0")}S",
        ["Watchdog__Schedule"] = "0 0 0 1 1 *",
        ["Watchdog__Slack"] = "PT1S",
    };

    public static async Task<int> RunAsync(int open)
    {
        var calls = new StorageCalls();
        await using var shop = await Shop.BuildAsync(new ShopOptions { Settings = Settings, Storage = calls.PassAsync });
        var tables = new TableServiceClient(shop.ConnectionString);
        await shop.App.StartAsync();
        var (waiting, late) = (await PlaceAsync(shop, tables, "card"), await PlaceAsync(shop, tables, "crypto"));
        var lateAt = DateTimeOffset.UtcNow + CryptoWindow + Grace;
        await shop.App.StopAsync();

        var filling = new Filling(tables);
        var orders = Enumerable.Range(Due, open - Due).Select(number => waiting.Copy(number, withHistory: false));
        if (await Bar.ShowAsync("open orders", open - Due, done => filling.PutAsync(orders, done)) < open - Due)
            return 1;

        Row($"{Statistics.Text(open, "0")} open orders", "");
        Console.WriteLine("|---|---|");
        await AloneAsync(tables.GetTableClient("Orders"));
        var begun = Stopwatch.GetTimestamp();
        await shop.App.StartAsync();
        Row("start to ready", Statistics.Wait(Stopwatch.GetElapsedTime(begun).TotalMilliseconds));
        await ListsAsync(shop);
        await LookingRoundAsync(shop, calls, tables.GetTableClient("OrdersByStatus"));
        await filling.PutAsync(Enumerable.Range(0, Due).Select(number => late.Copy(number, withHistory: true)), _ => { });
        if (lateAt - DateTimeOffset.UtcNow is { Ticks: > 0 } early)
            await Task.Delay(early);
        await NudgingRoundAsync(shop, calls);
        var (host, worker) = shop.App.Memory;
        Row("memory of the host", Size(host));
        Row("memory of the worker", Size(worker));
        Row("memory of Azurite", Size(Processes.ResidentBytes(shop.StorageProcess)));
        return 0;
    }

    /// <summary>Places an order, to an address of its own, and reads it when it waits for its payment.</summary>
    private static async Task<WaitingOrder> PlaceAsync(Shop shop, TableServiceClient tables, string method)
    {
        var form = new OrderForm { PaymentMethod = method, Lines = [("AC-CASE", 1)] };
        form.ShipTo["line1"] = $"科技园路 1 号 {method}";
        var order = await shop.Storefront.PlaceAsync(form);
        await shop.Storefront.WaitForAsync(order.Id, "awaiting_payment");

        // A mail under way would be under way for ever in the copies.
        var outbox = tables.GetTableClient("Outbox");
        await Eventually.GetAsync(async () => await HasRowsAsync(outbox), has => !has, "its mails are sent");
        var rows = await WaitingOrder.ReadAsync(tables, order, form.CustomerId);
        return (await shop.Storefront.GetAsync(order.Id)).Status == "awaiting_payment"
            ? rows
            : throw new TimeoutException("Its time was over before it was read.");
    }

    private static async Task AloneAsync(TableClient table)
    {
        var some = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>("RowKey eq 'order'", maxPerPage: TimesAlone))
        {
            some.Add(row);
            if (some.Count == TimesAlone)
                break;
        }

        Row(
            "Azurite alone, one row",
            Statistics.Wait(await MedianAsync(some, row => table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey)))
        );
        Row("Azurite alone, one order's partition", Statistics.Wait(await MedianAsync(some, ReadPartitionAsync)));

        async Task ReadPartitionAsync(TableEntity one)
        {
            await foreach (var page in table.QueryAsync<TableEntity>(row => row.PartitionKey == one.PartitionKey).AsPages())
                _ = page;
        }
    }

    private static async Task ListsAsync(Shop shop)
    {
        foreach (
            var list in (string[])
                ["search?status=awaiting_payment", "search?status=preparing", "search?customerId=c-scale-100", "work", "work?queue=reviews"]
        )
        {
            double? took;
            try
            {
                took = await MedianAsync(
                    Enumerable.Range(0, Times),
                    async _ => (await shop.Operations.GetAsync(list)).Expect(HttpStatusCode.OK)
                );
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                took = null;
            }

            Row($"GET /api/ops/{list}", took is { } known ? Statistics.Wait(known) : "no answer in time");
        }
    }

    /// <summary>A round that finds orders whose time is over, and nudges them: each then ends, which goes on beside the round.</summary>
    private static async Task NudgingRoundAsync(Shop shop, StorageCalls calls)
    {
        await RoundAsync(
            shop,
            calls,
            "nudges",
            () => shop.App.Output.Count(line => line.Contains("should have moved by", StringComparison.Ordinal))
        );
    }

    /// <summary>A round that finds orders late by the index alone: it looks at each, and sets the index right.</summary>
    private static async Task LookingRoundAsync(Shop shop, StorageCalls calls, TableClient index)
    {
        const string Waiting = "RowKey ge 'AwaitingPayment:' and RowKey lt 'AwaitingPayment;'";
        var late = new List<TableEntity>();
        await foreach (var row in index.QueryAsync<TableEntity>(Waiting, select: ["PartitionKey", "RowKey"]))
        {
            late.Add(new(row.PartitionKey, row.RowKey) { ["DueBy"] = DateTimeOffset.UtcNow.AddHours(-1) });
            if (late.Count == Due)
                break;
        }

        foreach (var row in late)
            await index.UpdateEntityAsync(row, ETag.All);
        const string Set = "app, OrdersByStatus: update";
        var before = calls.Snapshot().GetValueOrDefault(Set);
        await RoundAsync(shop, calls, "looks at", () => calls.Snapshot().GetValueOrDefault(Set) - before);
    }

    /// <param name="seenTo">Of how many orders it can be seen that the round is done with them.</param>
    private static async Task RoundAsync(Shop shop, StorageCalls calls, string what, Func<int> seenTo)
    {
        var before = calls.Snapshot();
        using var http = new HttpClient { BaseAddress = shop.App.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("admin/functions/Watchdog", UriKind.Relative))
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-functions-key", AdminKey);
        var begun = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        while (seenTo() < Due && Stopwatch.GetElapsedTime(begun) < RoundLimit)
            await Task.Delay(20);
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        var after = calls.Snapshot();
        Row($"a round of the watchdog that {what} {Statistics.Text(seenTo(), "0")} orders", Statistics.Wait(took));
        foreach (var owner in (string[])["app", "engine"])
        {
            int Made(IReadOnlyDictionary<string, int> all) =>
                all.Where(call => call.Key.StartsWith(owner + ",", StringComparison.Ordinal)).Sum(call => call.Value);
            Row($"storage calls of the {owner} meanwhile", Statistics.Text(Made(after) - Made(before), "0"));
        }
    }

    private static async Task<bool> HasRowsAsync(TableClient table)
    {
        await foreach (var _ in table.QueryAsync<TableEntity>(maxPerPage: 1))
            return true;
        return false;
    }

    private static async Task<double> MedianAsync<T>(IEnumerable<T> things, Func<T, Task> look)
    {
        var times = new List<double>();
        foreach (var thing in things)
        {
            var begun = Stopwatch.GetTimestamp();
            await look(thing);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return Statistics.Median(times);
    }

    private static string Size(long bytes) => $"{Statistics.Text(bytes >> 20, "0")} MiB";

    private static void Row(string what, string value) => Console.WriteLine($"| {what} | {value} |");
}
