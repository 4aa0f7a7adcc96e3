using LocalRuntime.DurableTask.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

namespace Runtime.Tests.Engine;

public abstract partial class EngineBehaviour
{
    private static void AddWaiting(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, string>("Echo", (_, text) => text)
        .AddOrchestratorFunc<string, string>("Waiting", async (context, input) =>
            await context.CallActivityAsync<string>("Echo", $"{input} {await context.WaitForExternalEvent<string>("Go")}"));

    [Fact]
    public async Task Suspended_orchestration_takes_notice_of_nothing_until_resumed()
    {
        await using var hub = await StartAsync(AddWaiting);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "in");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.Client.SuspendInstanceAsync(id, "holiday");
        await hub.Client.RaiseEventAsync(id, "Go", "on");
        await HubHarness.UntilAsync(async () => (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("in on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminated_orchestration_ends_with_the_given_output_and_terminating_again_is_refused()
    {
        await using var hub = await StartAsync(AddWaiting);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "in");

        await hub.Client.TerminateInstanceAsync(id, "enough");
        var ended = await hub.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.TerminateInstanceAsync(id, "again"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.TerminateInstanceAsync("missing", "x"));
    }

    [Fact]
    public async Task Orchestration_scheduled_for_later_can_be_terminated_before_it_starts()
    {
        await using var hub = await StartAsync(AddWaiting);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "in", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddDays(1)));

        await hub.Client.TerminateInstanceAsync(id, "never mind");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Start_of_an_existing_id_is_refused_while_it_runs_and_replaces_it_when_finished()
    {
        await using var hub = await StartAsync(AddWaiting);
        var id = Guid.NewGuid().ToString("N");
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "first", new StartOrchestrationOptions(id));

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "second", new StartOrchestrationOptions(id)));
        await hub.Client.RaiseEventAsync(id, "Go", "on");
        Assert.Equal("first on", (await hub.EndAsync(id)).ReadOutputAs<string>());

        var kept = new StartOrchestrationOptions(id).WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "third", kept));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "fourth", new StartOrchestrationOptions(id));
        await hub.Client.RaiseEventAsync(id, "Go", "again");
        Assert.Equal("fourth again", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_at_once_exactly_one_wins()
    {
        await using var hub = await StartAsync(AddWaiting);
        var id = Guid.NewGuid().ToString("N");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", $"{i}", new StartOrchestrationOptions(id));
                return 1;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, outcomes.Sum());
    }

    [Fact]
    public async Task Restart_runs_the_same_input_again_under_the_same_or_a_new_id()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Quick", (_, text) => text));
        var first = await hub.RunAsync("Quick", "input");

        var same = await hub.Client.RestartAsync(first.InstanceId);
        var again = await hub.EndAsync(same);
        var other = await hub.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true);

        Assert.Equal(first.InstanceId, same);
        Assert.True(again.CreatedAt > first.CreatedAt);
        Assert.NotEqual(first.InstanceId, other);
        Assert.Equal("input", (await hub.EndAsync(other)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RestartAsync("missing"));
    }

    [Fact]
    public async Task Rewound_orchestration_tries_the_failed_activity_again_and_keeps_what_was_done()
    {
        var isBroken = true;
        var reserved = 0;
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<object?, int>("Reserve", (_, _) => Interlocked.Increment(ref reserved))
            .AddActivityFunc<object?, string>("Ship", (_, _) => isBroken ? throw new TimeoutException("carrier away") : "shipped")
            .AddOrchestratorFunc<object?, string>("Order", async (context, _) =>
                $"{await context.CallActivityAsync<int>("Reserve")} {await context.CallActivityAsync<string>("Ship")}"));
        var failed = await hub.RunAsync("Order");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        isBroken = false;
        await hub.Client.RewindInstanceAsync(failed.InstanceId, "the carrier is back");

        Assert.Equal("1 shipped", (await hub.EndAsync(failed.InstanceId)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RewindInstanceAsync(failed.InstanceId, "not failed"));
    }

    [Fact]
    public async Task Purge_removes_finished_instances_only()
    {
        await using var hub = await StartAsync(tasks =>
        {
            AddWaiting(tasks);
            tasks.AddOrchestratorFunc<object?, int>("Quick", (_, _) => 1);
        });
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => hub.RunAsync("Quick")));
        var waiting = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", "in");

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync(waiting)).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(done[0].InstanceId)).PurgedInstanceCount);
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync(done[0].InstanceId)).PurgedInstanceCount);
        Assert.Equal(2, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UtcNow.AddHours(-1)))).PurgedInstanceCount);
        Assert.NotNull(await hub.Client.GetInstanceAsync(waiting));
    }

    [Fact]
    public async Task Query_pages_through_all_that_match()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Quick", (_, n) => n));
        await Task.WhenAll(Enumerable.Range(0, 7).Select(i => hub.RunAsync("Quick", i, new StartOrchestrationOptions($"q-{i}"))));
        await hub.RunAsync("Quick", 99, new StartOrchestrationOptions("other"));

        var pages = await hub.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "q-", PageSize: 3, FetchInputsAndOutputs: true)).AsPages().ToListAsync();

        Assert.All(pages, page => Assert.InRange(page.Values.Count, 0, 3));
        Assert.Equal(Enumerable.Range(0, 7), pages.SelectMany(page => page.Values).Select(instance => instance.ReadOutputAs<int>()).Order());
        Assert.Empty(await hub.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed])).ToListAsync());
    }

    [Theory]
    [InlineData("1.0", DurableTaskWorkerOptions.VersionMatchStrategy.Strict, true)]
    [InlineData("0.9", DurableTaskWorkerOptions.VersionMatchStrategy.Strict, false)]
    [InlineData("0.9", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, true)]
    [InlineData("1.10", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, false)]
    [InlineData("1.10", DurableTaskWorkerOptions.VersionMatchStrategy.None, true)]
    public async Task Version_decides_whether_an_orchestration_runs_here(string version, DurableTaskWorkerOptions.VersionMatchStrategy strategy, bool runs)
    {
        var versioning = new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = "1.0",
            MatchStrategy = strategy,
            FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
        };
        await using var hub = await StartAsync(
            tasks => tasks.AddOrchestratorFunc<object?, bool>("Versioned", (context, _) => context.CompareVersionTo("1.0") >= 0),
            new EngineOptions { Versioning = versioning, MaxConcurrentActivities = 5, MaxConcurrentOrchestrations = 5 });

        var ended = await hub.RunAsync("Versioned", null, new StartOrchestrationOptions { Version = version });

        Assert.Equal(runs ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        if (runs)
            Assert.Equal(version != "0.9", ended.ReadOutputAs<bool>());
        else
            Assert.Equal("VersionMismatch", ended.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Orchestrator_that_awaits_something_foreign_fails_and_says_so()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Delays", _ => Task.Delay(200))
            .AddOrchestratorFunc("DelaysBesideATimer", async context =>
            {
                _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                await Task.Delay(200);
            })
            .AddOrchestratorFunc("Leaves", async context =>
            {
                await context.CallActivityAsync("Nothing").ConfigureAwait(false);
                await context.CallActivityAsync("Nothing");
            }));

        foreach (var name in new[] { "Delays", "DelaysBesideATimer", "Leaves" })
        {
            var ended = await hub.RunAsync(name);
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
            Assert.EndsWith("NonDeterministicOrchestrationException", ended.FailureDetails!.ErrorType, StringComparison.Ordinal);
        }
    }
}
