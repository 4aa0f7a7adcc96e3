using System.Collections.Concurrent;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Runtime.Tests.Engine;

/// <summary>The worker around the engine: lease, drain, outages, registration.</summary>
public sealed class HubWorkerTests
{
    private readonly InMemoryHubStore _store = new();

    [Fact]
    public async Task Stop_lets_a_running_activity_end_and_stores_its_result()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var runs = 0;
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddActivityFunc<object?, int>("Slow", async (_, _) =>
            {
                begun.TrySetResult();
                await release.Task;
                return Interlocked.Increment(ref runs);
            })
            .AddOrchestratorFunc<object?, int>("Waits", (context, _) => context.CallActivityAsync<int>("Slow"));

        string id;
        await using (var hub = await HubHarness.StartAsync(_store, Tasks))
        {
            id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
            await begun.Task;
            var stopping = hub.StopAsync();
            Assert.False(stopping.IsCompleted);
            release.SetResult();
            await stopping;
        }

        var row = await _store.GetRowAsync(id, withPayloads: true, CancellationToken.None);
        Assert.Equal("1", row!.Output);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Lost_lease_stops_all_writing_and_the_standby_takes_over()
    {
        using var leases = new OneOwner();
        void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<object?, string>("Waits", (context, _) => context.WaitForExternalEvent<string>("Go"));
        var options = new EngineOptions { OwnershipWait = TimeSpan.FromMilliseconds(200), MaxConcurrentActivities = 2, MaxConcurrentOrchestrations = 2 };
        await using var first = await HubHarness.StartAsync(_store, Tasks, options, leases.NewLease());
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await first.Client.WaitForInstanceStartAsync(id);
        await using var second = await HubHarness.StartAsync(_store, Tasks, options, leases.NewLease());
        await Assert.ThrowsAsync<HubUnavailableException>(() => second.Client.RaiseEventAsync(id, "Go", "too early"));

        await leases.TakeAwayAsync();
        await HubHarness.UntilAsync(() => Task.FromResult(second.Engine.Ownership.IsOwned && !first.Engine.Ownership.IsOwned));
        await Assert.ThrowsAsync<HubUnavailableException>(() => first.Client.RaiseEventAsync(id, "Go", "not the owner"));
        await second.Client.RaiseEventAsync(id, "Go", "taken over");

        Assert.Equal("taken over", (await second.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Storage_that_is_away_for_a_while_delays_and_loses_nothing()
    {
        var away = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var faults = new FaultPlan((write, id) => write == HubWrite.Checkpoint && id == "hit" && away.AddOrUpdate(id, 1, (_, n) => n + 1) <= 3 ? Fault.UnavailableBefore : Fault.None);
        await using var hub = await HubHarness.StartAsync(
            new FaultyHubStore(_store, faults),
            tasks => tasks.AddActivityFunc<int, int>("Same", (_, n) => n).AddOrchestratorFunc<int, int>("Calls", (context, n) => context.CallActivityAsync<int>("Same", n)),
            new EngineOptions { MaxConcurrentActivities = 1, MaxConcurrentOrchestrations = 1 });

        var hit = await hub.RunAsync("Calls", 1, new StartOrchestrationOptions("hit"));
        var other = await hub.RunAsync("Calls", 2);

        Assert.Equal((1, 2), (hit.ReadOutputAs<int>(), other.ReadOutputAs<int>()));
        Assert.True(away["hit"] > 3);
    }

    [Fact]
    public async Task Worker_and_client_come_from_the_service_collection()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IHubStore>(_store);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(tasks => tasks.AddOrchestrator<Greeting>().AddActivity<Greet>()).Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = 2));
        builder.Services.AddDurableTaskClient(client => client.UseDefaultVersion("2.0"));
        using var host = builder.Build();
        await host.StartAsync();

        var client = host.Services.GetRequiredService<DurableTaskClient>();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greeting), "you");
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

        Assert.Equal("hello you 2.0", ended.ReadOutputAs<string>());
        Assert.Same(client, host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient());
        Assert.Throws<InvalidOperationException>(() => builder.Services.AddDurableTaskWorker("another"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Fan_in_takes_results_that_wait_together_in_few_steps()
    {
        const int activities = 200;
        var checkpoints = 0;
        using var allRan = new CountdownEvent(activities);
        var faults = new FaultPlan((write, _) =>
        {
            // The first result is stored only when all others wait behind it.
            if (write == HubWrite.Checkpoint && Interlocked.Increment(ref checkpoints) == 2)
                Assert.True(allRan.Wait(TimeSpan.FromSeconds(30)));
            return Fault.None;
        });
        await using var hub = await HubHarness.StartAsync(
            new FaultyHubStore(_store, faults),
            tasks => tasks.AddActivityFunc<int, int>("Same", (_, n) =>
            {
                allRan.Signal();
                return n;
            }).AddOrchestratorFunc<object?, int>("Fan", async (context, _) =>
                (await Task.WhenAll(Enumerable.Range(0, activities).Select(n => context.CallActivityAsync<int>("Same", n)))).Sum()));

        Assert.Equal(19_900, (await hub.RunAsync("Fan")).ReadOutputAs<int>());
        Assert.InRange(checkpoints, 2, 10);
    }

    private sealed class Greeting : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => context.CallActivityAsync<string>(nameof(Greet), input);
    }

    private sealed class Greet : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"hello {input} {context.Version}");
    }

    /// <summary>A lease in memory: one owner at a time, in the order of asking.</summary>
    private sealed class OneOwner : IDisposable
    {
        private readonly SemaphoreSlim _free = new(1, 1);
        private CancellationTokenSource? _current;

        public IHubLease NewLease() => new Lease(this);

        /// <summary>The present owner loses the hub and does not get it back.</summary>
        public async Task TakeAwayAsync()
        {
            var lost = _current!;
            lost.Token.Register(() => _free.Release());
            await lost.CancelAsync();
        }

        public void Dispose()
        {
            _free.Dispose();
            _current?.Dispose();
        }

        private sealed class Lease(OneOwner owner) : IHubLease
        {
            private bool _had;

            public async Task<CancellationToken> AcquireAsync(CancellationToken cancellation)
            {
                if (_had)
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                await owner._free.WaitAsync(cancellation);
                _had = true;
                owner._current = new CancellationTokenSource();
                return owner._current.Token;
            }

            public Task ReleaseAsync() => Task.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
