using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Engine;

/// <summary>What the engine does, over whichever store: a subclass says which.</summary>
public abstract partial class EngineBehaviour
{
    /// <summary>Opens the test's hub; each call is another process's view of the same hub.</summary>
    private protected abstract IHubStore Open();

    private protected Task<HubHarness> StartAsync(Action<DurableTaskRegistry> tasks, EngineOptions? options = null) => HubHarness.StartAsync(Open(), tasks, options);

    [Fact]
    public async Task Sequence_of_activities_returns_their_results_in_order()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Double", (_, n) => n * 2)
            .AddOrchestratorFunc<int, int[]>("Sequence", async (context, n) =>
            {
                var results = new List<int>();
                for (var i = 0; i < n; i++)
                    results.Add(await context.CallActivityAsync<int>("Double", i));
                return [.. results];
            }));

        var ended = await hub.RunAsync("Sequence", 5);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal([0, 2, 4, 6, 8], ended.ReadOutputAs<int[]>()!);
        Assert.Equal(5, ended.ReadInputAs<int>());
    }

    [Fact]
    public async Task Fan_out_of_1000_activities_gathers_all_results()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Same", (_, n) => n)
            .AddOrchestratorFunc<int, int>("FanOut", async (context, n) =>
                (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("Same", i)))).Sum()));

        var ended = await hub.RunAsync("FanOut", 1000);

        Assert.Equal(499_500, ended.ReadOutputAs<int>());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a^b")]
    [InlineData("a%2Fb")]
    [InlineData("a\\b'c\"d e+f")]
    [InlineData("订单-ü-😀")]
    public async Task Id_with_unusual_characters_works_in_every_call(string part)
    {
        var id = $"{part}-{Guid.NewGuid():N}";
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddOrchestratorFunc<object?, string>("Id", async (context, _) =>
            {
                var said = await context.WaitForExternalEvent<string>("Say");
                return await context.CallActivityAsync<string>("Echo", said + context.InstanceId);
            }));

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Id", new StartOrchestrationOptions(id));
        await hub.Client.RaiseEventAsync(id, "Say", "hello ");
        var ended = await hub.EndAsync(id);

        Assert.Equal("hello " + id, ended.ReadOutputAs<string>());
        var listed = await hub.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: part)).ToListAsync();
        Assert.Equal([id], listed.Select(instance => instance.InstanceId));
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task Failing_activity_surfaces_as_task_failure_with_details()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<string>("Fail", (_, text) => Boom(text))
            .AddOrchestratorFunc<string, string>("Catches", async (context, text) =>
            {
                try
                {
                    await context.CallActivityAsync("Fail", text);
                    return "no failure";
                }
                catch (TaskFailedException e) when (e.IsCausedByException<InvalidOperationException>())
                {
                    return $"{e.TaskName} {e.TaskId} {e.FailureDetails.ErrorMessage} {e.FailureDetails.InnerFailure!.ErrorMessage}";
                }
            })
            .AddOrchestratorFunc<string>("Fails", (context, text) => context.CallActivityAsync("Fail", text)));

        Assert.Equal("Fail 0 outer x inner x", (await hub.RunAsync("Catches", "x")).ReadOutputAs<string>());
        var failed = await hub.RunAsync("Fails", "y");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.Equal("outer y", failed.FailureDetails.InnerFailure!.ErrorMessage);

        static void Boom(string text) => throw new InvalidOperationException($"outer {text}", new TimeoutException($"inner {text}"));
    }

    [Fact]
    public async Task Unknown_activity_and_unknown_orchestrator_fail_with_their_names()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc("CallsNothing", context => context.CallActivityAsync("NoSuchActivity")));

        Assert.Contains("NoSuchActivity", (await hub.RunAsync("CallsNothing")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("NoSuchOrchestrator", (await hub.RunAsync("NoSuchOrchestrator")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_status_is_visible_while_running_and_after()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc("Status", async context =>
        {
            context.SetCustomStatus(new { Stage = "waiting" });
            await context.WaitForExternalEvent<object?>("Go");
            context.SetCustomStatus(new { Stage = "done" });
        }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Status");
        var running = await hub.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true);
        Assert.Equal("""{"Stage":"waiting"}""", running.SerializedCustomStatus);
        await hub.Client.RaiseEventAsync(id, "Go");
        Assert.Equal("""{"Stage":"done"}""", (await hub.EndAsync(id)).SerializedCustomStatus);
    }

    [Theory]
    [InlineData(44)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(3 * 1024)]
    public async Task Large_payload_passes_through_every_field(int kilobytes)
    {
        var text = new string('x', kilobytes * 1024);
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc<string, string>("Echo", (_, given) => given)
            .AddOrchestratorFunc<string, string>("Child", (_, given) => Task.FromResult(given))
            .AddOrchestratorFunc<string, string>("Large", async (context, given) =>
            {
                context.SetCustomStatus(given);
                var echoed = await context.CallActivityAsync<string>("Echo", given);
                var fromChild = await context.CallSubOrchestratorAsync<string>("Child", echoed);
                var raised = await context.WaitForExternalEvent<string>("Large");
                return raised == fromChild ? raised : "different";
            }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Large", text);
        await hub.Client.RaiseEventAsync(id, "Large", text);
        var ended = await hub.EndAsync(id);

        Assert.True(ended.ReadOutputAs<string>() == text, ended.FailureDetails?.ErrorMessage ?? "The output differs.");
        Assert.Equal(text.Length, ended.ReadInputAs<string>()!.Length);
        Assert.Equal(text.Length, ended.ReadCustomStatusAs<string>()!.Length);
    }
}
