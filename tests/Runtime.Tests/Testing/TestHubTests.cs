using System.Diagnostics;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Runtime.Tests.Testing;

public sealed class TestHubTests
{
    [Fact]
    public async Task Thirty_day_order_takes_milliseconds_and_acts_at_the_right_times()
    {
        var (hub, ledger) = Shop();
        await using var ownedHub = hub;
        var watch = Stopwatch.StartNew();

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShopFunctions.Checkout), "o1");
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        await hub.Client.RaiseEventAsync(id, "Paid", 12.5m);
        var ended = await hub.CompleteAsync(id);

        Assert.Equal("closed", ended.ReadOutputAs<string>());
        Assert.Equal(["01-05 09:00 o1 placed", "02-04 11:00 o1 closed"], ledger.Lines);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Unpaid_order_is_cancelled_when_its_time_is_over_and_not_before()
    {
        var (hub, ledger) = Shop();
        await using var ownedHub = hub;
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShopFunctions.Checkout), "o2");

        await hub.AdvanceAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.False((await hub.Client.GetInstanceAsync(id))!.IsCompleted);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("cancelled", (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadOutputAs<string>());
        Assert.Equal("01-06 09:00 o2 cancelled", ledger.Lines[^1]);
    }

    [Fact]
    public async Task Code_that_is_not_deterministic_fails_at_its_next_step()
    {
        var run = 0;
        await using var hub = new TestHub(tasks => tasks
            .AddActivityFunc<int, int>("Same", (_, n) => n)
            .AddOrchestratorFunc("Random", async context =>
            {
                await context.CallActivityAsync<int>(run++ == 0 ? "Same" : "Other", 1);
                await context.CallActivityAsync<int>("Same", 2);
            }));

        var ended = await hub.CompleteAsync(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Random"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("TaskScheduled 'Same' #0", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_timer_is_cut_into_pieces_and_fires_at_its_time()
    {
        await using var hub = new TestHub(tasks => tasks.AddOrchestratorFunc<object?, DateTime>("Long", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        var begin = hub.Now.UtcDateTime;

        var ended = await hub.CompleteAsync(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Long"));

        Assert.Equal(begin.AddDays(10), ended.ReadOutputAs<DateTime>());
        var history = (await hub.Memory.LoadAsync(ended.InstanceId, CancellationToken.None))!.History;
        Assert.Equal([3, 6, 9, 10], history.OfType<TimerCreated>().Select(timer => (timer.FireAt - begin).Days));
    }

    [Fact]
    public async Task Replay_safe_logger_says_each_thing_once()
    {
        var lines = new Lines();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(lines)).BuildServiceProvider();
        await using var hub = new TestHub(
            tasks => tasks.AddActivityFunc("Nothing", _ => { }).AddOrchestratorFunc("Talks", async context =>
            {
                var log = context.CreateReplaySafeLogger("talk");
                for (var i = 0; i < 3; i++)
                {
                    log.LogInformation("line {Number}", i);
                    await context.CallActivityAsync("Nothing");
                }
            }),
            services);

        await hub.CompleteAsync(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Talks"));

        Assert.Equal(["line 0", "line 1", "line 2"], lines.Said);
    }

    [Fact]
    public async Task Wait_that_nothing_can_end_fails_instead_of_hanging()
    {
        await using var hub = new TestHub(tasks => tasks.AddOrchestratorFunc("Waits", context => context.WaitForExternalEvent<object?>("Never")));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waits");

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.WaitForInstanceCompletionAsync(id));
        await Assert.ThrowsAsync<TimeoutException>(() => hub.CompleteAsync(id));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Client.WaitForInstanceStartAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Orchestrator_that_waits_for_nothing_durable_is_reported_not_looped()
    {
        await using var hub = new TestHub(tasks => tasks.AddOrchestratorFunc("Delays", _ => Task.Delay(TimeSpan.FromDays(1))));

        var ended = await hub.CompleteAsync(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Delays"));

        Assert.Contains("Task.Delay", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_of_one_seed_do_the_same_in_the_same_order()
    {
        var first = await RunAsync(7);
        Assert.Equal(first, await RunAsync(7));

        static async Task<string> RunAsync(int seed)
        {
            var order = new List<int>();
            await using var hub = new TestHub(
                tasks => tasks
                    .AddActivityFunc<int>("Note", (_, n) => order.Add(n))
                    .AddOrchestratorFunc<int>("Fan", (context, n) => Task.WhenAll(Enumerable.Range(0, 5).Select(i => context.CallActivityAsync("Note", (n * 10) + i)))),
                options: new TestHubOptions { Seed = seed });
            for (var i = 0; i < 4; i++)
                await hub.Client.ScheduleNewOrchestrationInstanceAsync("Fan", i);
            await hub.RunUntilIdleAsync();
            return string.Join(' ', order);
        }
    }

    private static (TestHub Hub, ShopLedger Ledger) Shop()
    {
        var ledger = new ShopLedger();
        var time = new VirtualTime(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection().AddSingleton(ledger).AddSingleton(time).AddSingleton<TimeProvider>(time).BuildServiceProvider();
        return (TestHub.ForFunctions([typeof(ShopFunctions)], services), ledger);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName == "talk" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
