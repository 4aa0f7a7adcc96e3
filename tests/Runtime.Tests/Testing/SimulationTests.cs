using System.Collections.Concurrent;
using LocalRuntime.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Testing;

/// <summary>One seed decides interleaving, crashes and outages. Whatever happens, every accepted order ends with the right result, and each booked line was done at least once.</summary>
public sealed class SimulationTests
{
    private const int Orders = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Crashes_and_outages_anywhere_lose_nothing(int seed)
    {
        var random = new Random(seed);
        var faults = new FaultPlan((_, _) => random.Next(8) == 0 ? (Fault)random.Next(1, 5) : Fault.None);
        var booked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var hub = new TestHub(tasks => Add(tasks, booked), options: new TestHubOptions { Seed = seed, Faults = faults });

        var ids = Enumerable.Range(0, Orders).Select(i => $"order/{i}").ToArray();
        foreach (var id in ids)
            await InsistAsync(hub, () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Order", id, new StartOrchestrationOptions(id)), mayExist: true);
        foreach (var id in ids)
            await InsistAsync(hub, () => hub.Client.RaiseEventAsync(id, "Paid", 5));

        foreach (var id in ids)
        {
            var ended = await hub.CompleteAsync(id);
            Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"Seed {seed}: {ended.FailureDetails}");
            Assert.Equal($"{id}: 5 parcels 0,1,2 rounds 3", ended.ReadOutputAs<string>());
        }

        Assert.All(ids.SelectMany(id => new[] { $"{id} a", $"{id} b" }), line => Assert.True(booked.GetValueOrDefault(line) > 0, $"Seed {seed}: '{line}' was not booked."));
    }

    private static void Add(DurableTaskRegistry tasks, ConcurrentDictionary<string, int> booked) => tasks
        .AddActivityFunc<string>("Book", (_, line) =>
        {
            // The first attempt at each line fails.
            if (booked.AddOrUpdate(line, 1, (_, n) => n + 1) == 1)
                throw new TimeoutException("first attempt");
        })
        .AddOrchestratorFunc<int, int>("Parcel", async (context, n) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(n + 1), CancellationToken.None);
            return n;
        })
        .AddOrchestratorFunc<int, int>("Rounds", async (context, n) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            if (n < 3)
                context.ContinueAsNew(n + 1);
            return n;
        })
        .AddOrchestratorFunc<string, string>("Order", async (context, id) =>
        {
            var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(10, TimeSpan.FromMinutes(1), 2));
            await context.CallActivityAsync("Book", $"{id} a", retry);
            var paid = await context.WaitForExternalEvent<int>("Paid");
            var parcels = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallSubOrchestratorAsync<int>("Parcel", n)));
            var rounds = await context.CallSubOrchestratorAsync<int>("Rounds", 0);
            await context.CallActivityAsync("Book", $"{id} b", retry);
            return $"{id}: {paid} parcels {string.Join(',', parcels)} rounds {rounds}";
        });

    /// <summary>A caller that was not told 'accepted' asks again.</summary>
    private static async Task InsistAsync(TestHub hub, Func<Task> call, bool mayExist = false)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (InvalidOperationException e) when (mayExist && attempt > 0 && e.Message.Contains("exists already", StringComparison.Ordinal))
            {
                return;
            }
            catch (Exception e) when (attempt < 20 && e is not InvalidOperationException)
            {
                await hub.RunUntilIdleAsync();
            }
        }
    }
}
