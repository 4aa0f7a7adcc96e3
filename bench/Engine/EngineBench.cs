using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using LocalRuntime.Functions.Azurite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Bench.Statistics;

namespace Bench.Engine;

/// <summary>Measures the durable engine on the Azure store and an emulator of its own, each figure beside what the emulator does with the same calls and no engine.</summary>
internal sealed class EngineBench
{
    private const int Runs = 7;
    private const int Steps = 20;

    private readonly CountingPolicy _counting = new();
    private readonly Workload _workload = new();
    private readonly Ceiling _ceiling;
    private readonly DurableTaskClient _client;

    private EngineBench(Ceiling ceiling, DurableTaskClient client, CountingPolicy counting, Workload workload)
    {
        _ceiling = ceiling;
        _client = client;
        _counting = counting;
        _workload = workload;
        _workload.CallsSoFar = () => _counting.Calls;
    }

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bench-azurite-").FullName;
        var azurite = await AzuriteProcess.StartAsync(folder, AzuritePorts.Free());
        try
        {
            await MeasureAsync(azurite.ConnectionString);
        }
        finally
        {
            await azurite.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static async Task MeasureAsync(string connection)
    {
        var counting = new CountingPolicy();
        var workload = new Workload();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(new AzureHub("BenchHub", AzureHubClients.Tables(connection, counting), AzureHubClients.Blobs(connection, counting)));
        builder.Services.AddSingleton<IHubStore, AzureHubStore>();
        builder.Services.AddSingleton<IHubLease, AzureHubLease>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(workload.AddTo));
        builder.Services.AddDurableTaskClient();
        using var host = builder.Build();
        await host.StartAsync();
        // Patient and without repetitions: these calls do not recognise their own traces, as the store's do.
        var ceiling = new Ceiling(new TableServiceClient(connection, new TableClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromMinutes(5) } }));
        await ceiling.CreateAsync();
        await new EngineBench(ceiling, host.Services.GetRequiredService<DurableTaskClient>(), counting, workload).ReportAsync();
        await host.StopAsync();
    }

    private async Task ReportAsync()
    {
        Console.WriteLine($"{DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, Azurite on disk, load average before: {Load()}");
        // Twice the whole, unmeasured: both processes compile their hot code.
        for (var i = 0; i < 2; i++)
        {
            await SequenceAsync();
            await ManyAsync("Sequence", 200, 5);
            await ManyAsync("FanOut", 50, 20);
            await _ceiling.SequencesAsync(200, 5);
            await _ceiling.FanOutsAsync(50, 20);
            await _ceiling.StepAsync(Steps);
        }

        List<(double Latency, double Calls, double FirstActivity)> sequences = [];
        List<double> stepCeiling = [], startCeiling = [], many = [], manyCeiling = [], fan = [], fanCeiling = [], events = [], insertCeiling = [];
        for (var i = 0; i < Runs; i++)
        {
            // Engine and ceiling take turns, so that both see the same machine.
            sequences.Add(await SequenceAsync());
            stepCeiling.Add(await _ceiling.StepAsync(Steps));
            startCeiling.Add(await _ceiling.StartAsync());
            many.Add(await ManyAsync("Sequence", 200, 5));
            manyCeiling.Add(await _ceiling.SequencesAsync(200, 5));
            fan.Add(await ManyAsync("FanOut", 50, 20));
            fanCeiling.Add(await _ceiling.FanOutsAsync(50, 20));
            events.Add(await EventsAsync(20));
            insertCeiling.Add(await _ceiling.InsertAsync());
            await TimersAsync(20);
        }

        Console.WriteLine();
        Console.WriteLine($"| what (median of {Runs} runs) | engine | aim | Azurite alone, same calls |");
        Console.WriteLine("|---|---|---|---|");
        Row("storage calls per sequential step", Text(Median(sequences.Select(s => s.Calls)), "0.00"), "1.0", "1.00");
        Row("step latency, 20-step sequence", Milliseconds(sequences.Select(s => s.Latency)), "≤ 4 ms", Milliseconds(stepCeiling));
        Row("200 × 5 sequential", PerSecond(many), "≥ 250 steps/s", PerSecond(manyCeiling));
        Row("50 × 20 fan-out", PerSecond(fan), "≥ 300 steps/s", PerSecond(fanCeiling));
        Row("event to resumed, idle instance", Milliseconds(events), "≤ 20 ms", $"{Milliseconds(insertCeiling)} (one insert)");
        var errors = _workload.TimerErrors;
        Row("timer error", $"{Milliseconds(errors)} (least {Text(errors.Min(), "0.0")}, p99 {Text(Percentile(errors, 0.99), "0.0")})", "0 to +100 ms", "—");
        Row("start to first activity", Milliseconds(sequences.Select(s => s.FirstActivity)), "—", $"{Milliseconds(startCeiling)} (insert, transaction, merge)");
        Console.WriteLine();
        Console.WriteLine($"Load average after: {Load()}");
    }

    private async Task<(double Latency, double Calls, double FirstActivity)> SequenceAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var id = await _client.ScheduleNewOrchestrationInstanceAsync("Sequence", Steps);
        await CompletionAsync(id);
        var marks = _workload.Marks[id].ToArray();
        return (
            Stopwatch.GetElapsedTime(marks[0].Timestamp, marks[^1].Timestamp).TotalMilliseconds / (Steps - 1),
            (marks[^1].Calls - marks[0].Calls) / (double)(Steps - 1),
            Stopwatch.GetElapsedTime(begun, marks[0].Timestamp).TotalMilliseconds);
    }

    /// <returns>Steps per second, from the first start to the last completion.</returns>
    private async Task<double> ManyAsync(string orchestrator, int instances, int steps)
    {
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ => await CompletionAsync(await _client.ScheduleNewOrchestrationInstanceAsync(orchestrator, steps))));
        return instances * steps / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private async Task<double> EventsAsync(int count)
    {
        var id = Guid.NewGuid().ToString("N");
        var resumed = _workload.Resumed[id] = NewSource();
        await _client.ScheduleNewOrchestrationInstanceAsync("Events", count, new StartOrchestrationOptions(id));
        await _client.WaitForInstanceStartAsync(id);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            // Idle, but not yet forgotten: the step that took the last event is stored by then.
            await Task.Delay(30);
            var begun = Stopwatch.GetTimestamp();
            await _client.RaiseEventAsync(id, "Go", i);
            var at = await resumed.Task;
            times.Add(Stopwatch.GetElapsedTime(begun, at).TotalMilliseconds);
            resumed = _workload.Resumed[id] = NewSource();
        }
        await CompletionAsync(id);
        return Median(times);
    }

    private Task TimersAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        await CompletionAsync(await _client.ScheduleNewOrchestrationInstanceAsync("Timers", 300 + (17 * i)))));

    private async Task CompletionAsync(string id)
    {
        var end = await _client.WaitForInstanceCompletionAsync(id);
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
            throw new InvalidOperationException($"Instance {id} ended {end.RuntimeStatus}.");
    }

    private static TaskCompletionSource<long> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Row(string what, string engine, string aim, string ceiling) => Console.WriteLine($"| {what} | {engine} | {aim} | {ceiling} |");

    private static string Milliseconds(IEnumerable<double> values) => Text(Median(values), "0.0") + " ms";

    private static string PerSecond(IEnumerable<double> values) => Text(Median(values), "0") + " steps/s";
}
