using Bench.Replay;
using Durable.Testing.Replay;
using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Worker.Shims;
using TaskOrchestrationContext = Microsoft.DurableTask.TaskOrchestrationContext;

namespace Workflow.Tests.Histories;

/// <summary>A hub that the official engine has written, with open instances, is asked before a deployment.</summary>
public sealed class LiveHubTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Only_open_instances_that_the_new_code_would_break_are_named()
    {
        var hub = AzuriteFixture.NewId("Hub").Replace("-", "", StringComparison.Ordinal);
        await RunUntilAllWaitAsync(hub, "Same", "Changed", "Gone");

        var report = new StringWriter();
        using var live = new LiveHub(azurite.ConnectionString, hub);
        var exit = await live.CheckAsync(HistoryGate.ForFunctions([typeof(Today)]), report);

        var text = report.ToString();
        Assert.Equal(1, exit);
        Assert.Contains(
            "Changed, instance i-Changed, event 3: The history holds TaskScheduled 'First' #0, but the code now does TaskScheduled "
                + "'Another' #0.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("Gone, instance i-Gone, event 1: There is no orchestrator of this name any more.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("i-Same", text, StringComparison.Ordinal);
        Assert.Contains($"3 open instances of hub {hub} were replayed: today's code would break 2.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_code_goes_on_with_all_open_instances()
    {
        var hub = AzuriteFixture.NewId("Hub").Replace("-", "", StringComparison.Ordinal);
        await RunUntilAllWaitAsync(hub, "Same");

        var report = new StringWriter();
        using var live = new LiveHub(azurite.ConnectionString, hub);
        var exit = await live.CheckAsync(HistoryGate.ForFunctions([typeof(Today)]), report);

        Assert.Equal(0, exit);
        Assert.Contains("goes on with all of them", report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Lets the official engine run orchestrations until each has had its activity's result and waits.</summary>
    private async Task RunUntilAllWaitAsync(string hub, params string[] names)
    {
        using var service = new AzureStorageOrchestrationService(
            new AzureStorageOrchestrationServiceSettings
            {
                StorageAccountClientProvider = new StorageAccountClientProvider(azurite.ConnectionString),
                TaskHubName = hub,
                PartitionCount = 1,
                MaxQueuePollingInterval = TimeSpan.FromMilliseconds(100),
            }
        );
        await service.CreateIfNotExistsAsync();
        using var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        var shims = new DurableTaskShimFactory();
        foreach (var name in names)
            worker.AddTaskOrchestrations(
                new Creator<TaskOrchestration>(
                    name,
                    () => shims.CreateOrchestration<string, string>(name, (context, _) => WaitAfter(context, "First"))
                )
            );
        worker.AddTaskActivities(
            new Creator<TaskActivity>(
                "First",
                () => shims.CreateActivity<string, string>("First", (_, _) => Task.FromResult<string?>("done"))
            )
        );
        await worker.StartAsync();
        var client = new TaskHubClient(service);
        foreach (var name in names)
            await client.CreateOrchestrationInstanceAsync(name, "", $"i-{name}", input: null);

        using var deadline = new CancellationTokenSource(_patience);
        foreach (var name in names)
        {
            while (!(await service.GetOrchestrationHistoryAsync($"i-{name}", executionId: null)).Contains("done", StringComparison.Ordinal))
                await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }

        await worker.StopAsync(isForced: true);
    }

    private static async Task<string?> WaitAfter(TaskOrchestrationContext context, string activity)
    {
        await context.CallActivityAsync<string>(activity);
        return await context.WaitForExternalEvent<string>("Word");
    }

    /// <summary>One object for each episode.</summary>
    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _create;

        public Creator(string name, Func<T> create) => (Name, Version, _create) = (name, "", create);

        public override T Create() => _create();
    }

    private static class Today
    {
        [Function("Same")]
        public static Task<string?> RunSame([OrchestrationTrigger] TaskOrchestrationContext context) => WaitAfter(context, "First");

        [Function("Changed")]
        public static Task<string?> RunChanged([OrchestrationTrigger] TaskOrchestrationContext context) => WaitAfter(context, "Another");
    }
}
