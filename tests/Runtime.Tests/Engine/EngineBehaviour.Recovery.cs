using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Engine;

public abstract partial class EngineBehaviour
{
    [Fact]
    public async Task Child_returns_its_result_and_a_failed_one_its_failure()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Child", (context, n) => n < 0 ? throw new InvalidOperationException($"negative {context.Parent!.Name}") : n * 10)
            .AddOrchestratorFunc<int[], string>("Parent", async (context, numbers) =>
            {
                var children = numbers.Select(n => context.CallSubOrchestratorAsync<int>("Child", n)).ToArray();
                try
                {
                    return string.Join(',', await Task.WhenAll(children));
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.ErrorMessage;
                }
            }));

        Assert.Equal("10,20,30", (await hub.RunAsync("Parent", new[] { 1, 2, 3 })).ReadOutputAs<string>());
        Assert.Equal("negative Parent", (await hub.RunAsync("Parent", new[] { 1, -1 })).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Child_of_a_given_id_runs_under_it_and_a_second_one_beside_it_is_refused()
    {
        var childId = Guid.NewGuid().ToString("N");
        await using var hub = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<object?, string>("Child", (context, _) => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc<string, string>("Parent", (context, id) =>
                context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: id))));

        var first = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", childId);
        await HubHarness.UntilAsync(async () => await hub.Client.GetInstanceAsync(childId) is not null);
        var second = await hub.RunAsync("Parent", childId);
        await hub.Client.RaiseEventAsync(childId, "Go", "went");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, second.RuntimeStatus);
        Assert.Contains("exists already", second.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("went", (await hub.EndAsync(first)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Recursive_terminate_and_purge_reach_the_children()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<object?, string>("Child", (context, _) => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc<string, string>("Parent", (context, id) =>
                context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: id))));
        var childId = Guid.NewGuid().ToString("N");
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", childId);
        await HubHarness.UntilAsync(async () => await hub.Client.GetInstanceAsync(childId) is not null);

        await hub.Client.TerminateInstanceAsync(parent, new TerminateInstanceOptions("stop", Recursive: true));
        await hub.EndAsync(parent);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(childId)).RuntimeStatus);
        Assert.Equal(2, (await hub.Client.PurgeInstanceAsync(parent, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
    }

    [Fact]
    public async Task Stopped_hub_goes_on_where_it_was()
    {
        var ran = 0;
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddActivityFunc<int, int>("Count", (_, n) => Interlocked.Increment(ref ran) + n)
            .AddOrchestratorFunc<string, string>("Child", async (context, text) => text + await context.WaitForExternalEvent<string>("Child"))
            .AddOrchestratorFunc<string, string>("Long", async (context, childId) =>
            {
                var before = await context.CallActivityAsync<int>("Count", 0);
                var timer = context.CreateTimer(TimeSpan.FromMilliseconds(400), CancellationToken.None);
                var child = context.CallSubOrchestratorAsync<string>("Child", "child ", new SubOrchestrationOptions(instanceId: childId));
                var word = await context.WaitForExternalEvent<string>("Word");
                await timer;
                return $"{before} {word} {await child} {await context.CallActivityAsync<int>("Count", 0)}";
            });

        var childId = Guid.NewGuid().ToString("N");
        string id;
        await using (var first = await StartAsync(Tasks))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Long", childId);
            await first.Client.RaiseEventAsync(id, "Word", "early");
            await HubHarness.UntilAsync(async () => await first.Client.GetInstanceAsync(childId) is { RuntimeStatus: OrchestrationRuntimeStatus.Running });
            await first.StopAsync();
        }

        await using var second = await StartAsync(Tasks);
        await second.Client.RaiseEventAsync(childId, "Child", "grown");

        Assert.Equal("1 early child grown 2", (await second.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Message_sent_again_after_its_consumption_and_a_restart_has_no_second_effect()
    {
        static void Tasks(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<object?, string>("Collect", async (context, _) =>
            $"{await context.WaitForExternalEvent<int>("N")}{await context.WaitForExternalEvent<int>("N")}");
        static Task SendAsync(HubHarness hub, string id, string dedupeId, string value) =>
            hub.Engine.SendAsync(id, dedupeId, new EventRaised(DateTime.UtcNow, "N", value), CancellationToken.None);

        string id;
        await using (var first = await StartAsync(Tasks))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
            await SendAsync(first, id, "message-1", "1");
            await HubHarness.UntilAsync(async () => (await first.Client.GetHistoryAsync(id, CancellationToken.None))!.OfType<EventRaised>().Any());
        }

        await using var second = await StartAsync(Tasks);
        await SendAsync(second, id, "message-1", "1");
        await SendAsync(second, id, "message-2", "2");

        Assert.Equal("12", (await second.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Changed_code_fails_an_orchestration_in_flight_and_names_the_event()
    {
        string id;
        await using (var before = await StartAsync(tasks => tasks.AddActivityFunc("First", _ => { }).AddOrchestratorFunc("Story", async context =>
        {
            await context.CallActivityAsync("First");
            await context.WaitForExternalEvent<object?>("Go");
        })))
        {
            id = await before.Client.ScheduleNewOrchestrationInstanceAsync("Story");
            await HubHarness.UntilAsync(async () => (await before.Client.GetHistoryAsync(id, CancellationToken.None))!.Count > 5);
        }

        await using var after = await StartAsync(tasks => tasks.AddActivityFunc("Other", _ => { }).AddOrchestratorFunc("Story", async context =>
        {
            await context.CallActivityAsync("Other");
            await context.WaitForExternalEvent<object?>("Go");
        }));
        await after.Client.RaiseEventAsync(id, "Go");
        var ended = await after.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("TaskScheduled 'First' #0", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrations_that_left_memory_come_back_when_something_happens()
    {
        await using var hub = await StartAsync(AddWaiting, new EngineOptions { MaxLiveSessions = 3, MaxConcurrentActivities = 10, MaxConcurrentOrchestrations = 10 });
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiting", $"{i}"));
            await hub.Client.WaitForInstanceStartAsync(ids[^1]);
        }

        await HubHarness.UntilAsync(() => Task.FromResult(hub.Engine.InstanceCount <= 5));
        await Task.WhenAll(ids.Select(id => hub.Client.RaiseEventAsync(id, "Go", "on")));

        for (var i = 0; i < 20; i++)
            Assert.Equal($"{i} on", (await hub.EndAsync(ids[i])).ReadOutputAs<string>());
    }
}
