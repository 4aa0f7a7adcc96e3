using System.Diagnostics;
using System.Text.Json;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Recovery;

/// <summary>A worker process under load is killed at random moments, over and over, while the storage stays up. Nothing that was accepted may get lost or go wrong.</summary>
public sealed class KillTests(AzuriteFixture azurite) : IDisposable
{
    private const int Kills = 50;
    private const int StartsPerLife = 3;

    private readonly string _hub = AzuriteFixture.NewHubName();
    private readonly string _folder = Directory.CreateTempSubdirectory("runtime-crash-").FullName;
    private readonly Dictionary<(string Instance, int Task), string> _stored = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_worker_finishes_everything_accepted_and_loses_no_result()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage("Seed {0}", seed);
        var random = new Random(seed);
        var connection = azurite.ConnectionString;
        for (var life = 0; life < Kills; life++)
        {
            using var worker = Start(connection, StartsPerLife);
            // Mostly under load; now and then while it is still coming up, or has just taken the hub over.
            if (life % 5 != 4)
                await SaysAsync(worker, life % 5 == 3 ? "ready" : "accepted");
            // However slow the machine: from time to time some work gets done between two kills, so that there are results to lose.
            if (life % 5 == 0)
                await DrawsAsync(Lines("drawn").Length + 6);
            await Task.Delay(random.Next(0, 400), Cancellation);
            Assert.False(worker.HasExited, $"The worker ended by itself with code {(worker.HasExited ? worker.ExitCode : 0)} (seed {seed}).");
            worker.Kill();
            await worker.WaitForExitAsync(Cancellation);
            await NoteStoredResultsAsync(random);
        }

        using var last = Start(connection, starts: 0);
        try
        {
            await last.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(90), Cancellation);
        }
        catch (TimeoutException)
        {
            last.Kill();
            Assert.Fail($"Something is stuck (seed {seed}): {await StuckAsync()}");
        }
        Assert.Equal(0, last.ExitCode);

        await AssertAllIsWellAsync();
    }

    private async Task AssertAllIsWellAsync()
    {
        var accepted = Lines("accepted").Distinct(StringComparer.Ordinal).ToList();
        Assert.True(accepted.Count >= Kills, $"Only {accepted.Count} instances were accepted: the run shows nothing.");
        var drawn = Lines("drawn").ToHashSet(StringComparer.Ordinal);
        await using var store = OpenStore();
        foreach (var id in accepted)
        {
            var state = (await store.LoadAsync(id, Cancellation))!;
            Assert.Equal((id, OrchestrationStatus.Completed), (id, state.Row.Status));
            var output = JsonSerializer.Deserialize<List<string>>(state.Row.Output!)!;
            Assert.Equal(
                ["input", "first", "fan0", "fan1", "fan2", "child:chain0", "child:chain1", "child:chain2", "event", "last"],
                output.Select(value => value.Split('=')[0]));
            foreach (var value in output)
            {
                var (step, result) = (value.Split('=')[0], value.Split('=')[1]);
                if (step is "input" or "event")
                    Assert.Equal(id, result);
                else if (step.StartsWith("child:", StringComparison.Ordinal))
                    Assert.Contains($"{id}-child|{step["child:".Length..]}|{result}", drawn);
                else
                    Assert.Contains($"{id}|{step}|{result}", drawn);
            }

            // A result is stored once, and stays the one that was stored first.
            var results = state.History.OfType<TaskCompleted>().ToList();
            Assert.Equal(results.Count, results.Select(r => r.TaskScheduledId).Distinct().Count());
            Assert.All(results, r => Assert.Equal(_stored.GetValueOrDefault((id, r.TaskScheduledId), r.Result!), r.Result));
        }
        Assert.NotEmpty(_stored);
    }

    private async Task<string> StuckAsync()
    {
        await using var store = OpenStore();
        var open = await store.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation);
        return string.Join(", ", open.Intersect(Lines("accepted"), StringComparer.Ordinal));
    }

    private async Task DrawsAsync(int count)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (Lines("drawn").Length < count)
            await Task.Delay(20, deadline.Token);
    }

    /// <summary>What the tables say about some instances while no worker lives: it must still be true in the end.</summary>
    private async Task NoteStoredResultsAsync(Random random)
    {
        var accepted = Lines("accepted");
        var table = AzureHubClients.Tables(azurite.ConnectionString).GetTableClient(_hub + "History");
        if (accepted.Length == 0)
            return;
        var recent = Enumerable.Range(0, 3).Select(_ => accepted[random.Next(Math.Max(0, accepted.Length - 12), accepted.Length)]);
        var any = Enumerable.Range(0, 4).Select(_ => accepted[random.Next(accepted.Length)]);
        foreach (var id in recent.Concat(any).Distinct(StringComparer.Ordinal))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Escape(id)} and EventType eq 'TaskCompleted'");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation))
                _stored.TryAdd((id, row.GetInt32("TaskScheduledId")!.Value), row.GetString("Result"));
        }
    }

    private Process Start(string connection, int starts)
    {
        // Built beside this project, in the same configuration.
        var program = Path.Combine(AppContext.BaseDirectory.Replace("Runtime.Tests", "Runtime.Crash", StringComparison.Ordinal), "Runtime.Crash.dll");
        string[] arguments = [program, connection, _hub, _folder, $"{starts}"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    private static async Task SaysAsync(Process worker, string line)
    {
        while (await worker.StandardOutput.ReadLineAsync(Cancellation) is { } said)
        {
            if (said == line)
                return;
        }
        Assert.Fail($"The worker ended before it was '{line}'.");
    }

    private AzureHubStore OpenStore()
    {
        var hub = new AzureHub(_hub, AzureHubClients.Tables(azurite.ConnectionString), AzureHubClients.Blobs(azurite.ConnectionString));
        return new(hub, TimeProvider.System, NullLogger<AzureHubStore>.Instance);
    }

    private string[] Lines(string journal)
    {
        var path = Path.Combine(_folder, journal);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
