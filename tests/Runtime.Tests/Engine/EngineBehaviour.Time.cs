using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Engine;

public abstract partial class EngineBehaviour
{
    [Fact]
    public async Task Timer_fires_never_early()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, double[]>("Timers", async (context, _) =>
        {
            var late = new List<double>();
            foreach (var milliseconds in new[] { 1, 20, 45, 110 })
            {
                var due = context.CurrentUtcDateTime.AddMilliseconds(milliseconds);
                await context.CreateTimer(due, CancellationToken.None);
                late.Add((context.CurrentUtcDateTime - due).TotalMilliseconds);
            }

            return [.. late];
        }));

        var late = (await hub.RunAsync("Timers")).ReadOutputAs<double[]>()!;

        Assert.All(late, by => Assert.InRange(by, 0, 5_000));
    }

    [Fact]
    public async Task Cancelled_timer_does_not_hold_the_orchestration_up()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, string>("Race", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var slow = context.CreateTimer(TimeSpan.FromDays(400), cancel.Token);
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
#pragma warning disable CA1849, VSTHRD103, MA0042 // Orchestrator code: CancelAsync would leave the replay thread.
            cancel.Cancel();
#pragma warning restore CA1849, VSTHRD103, MA0042
            try
            {
                await slow;
                return "fired";
            }
            catch (TaskCanceledException)
            {
                return "cancelled";
            }
        }));

        Assert.Equal("cancelled", (await hub.RunAsync("Race")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Retry_policy_tries_again_on_durable_timers_and_gives_up_in_the_end()
    {
        var runs = 0;
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Flaky", (_, until) => Interlocked.Increment(ref runs) < until ? throw new TimeoutException($"run {runs}") : runs)
            .AddOrchestratorFunc<int, int>("Retries", (context, until) =>
                context.CallActivityAsync<int>("Flaky", until, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(10), 2)))));

        Assert.Equal(3, (await hub.RunAsync("Retries", 3)).ReadOutputAs<int>());
        runs = 0;
        var failed = await hub.RunAsync("Retries", 100);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("run 3", failed.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task Retry_handler_decides()
    {
        var runs = 0;
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc("Fail", _ => throw new TimeoutException($"run {Interlocked.Increment(ref runs)}"))
            .AddOrchestratorFunc("Handler", context => context.CallActivityAsync("Fail", TaskOptions.FromRetryHandler(retry =>
                retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 4))));

        Assert.Equal("run 4", (await hub.RunAsync("Handler")).FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task Scheduled_start_waits_for_its_time()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, DateTime>("Later", (context, _) => context.CurrentUtcDateTime));
        var at = DateTimeOffset.UtcNow.AddMilliseconds(300);

        var watch = Stopwatch.StartNew();
        var ended = await hub.RunAsync("Later", null, new StartOrchestrationOptions(StartAt: at));

        Assert.True(ended.ReadOutputAs<DateTime>() >= at.UtcDateTime);
        Assert.InRange(watch.ElapsedMilliseconds, 290, 30_000);
    }

    [Fact]
    public async Task Instance_in_a_crash_loop_of_the_engine_fails_and_does_not_slow_the_others()
    {
        var attempts = 0;
        await using var hub = await StartAsync(tasks => tasks
            .AddOrchestrator("Poison", () => throw new InvalidOperationException($"cannot be made {Interlocked.Increment(ref attempts)}"))
            .AddActivityFunc<int, int>("Same", (_, n) => n)
            .AddOrchestratorFunc<int, int>("Healthy", (context, n) => context.CallActivityAsync<int>("Same", n)));

        var poison = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Poison");
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            Assert.Equal(i, (await hub.RunAsync("Healthy", i)).ReadOutputAs<int>());
        var healthy = watch.Elapsed;
        var failed = await hub.EndAsync(poison);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("cannot be made", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.InRange(attempts, 2, 10);
        Assert.True(healthy < TimeSpan.FromSeconds(20), $"20 healthy orchestrations took {healthy}.");
    }
}
