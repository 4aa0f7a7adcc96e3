using LocalRuntime.DurableTask.Storage.AzureStorage;
using LocalRuntime.Testing.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Runtime.Tests.Engine;

namespace Runtime.Tests.Replay;

/// <summary>A hub in a storage account, with open instances, is asked before a deployment.</summary>
public sealed class LiveHubTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Open_instances_that_the_new_code_would_break_are_named_and_the_others_are_not()
    {
        var hub = AzuriteFixture.NewHubName();
        await RunUntilAllWaitAsync(hub, "same", "changed", "gone");

        var report = new StringWriter();
        var exit = await LiveHub.CheckAsync(
            azurite.ConnectionString, hub, new HistoryGate(tasks => tasks.AddOrchestratorFunc("same", Waits("First")).AddOrchestratorFunc("changed", Waits("Another"))), report);

        Assert.Equal(1, exit);
        Assert.Contains("changed, instance i-changed, event 3: The history holds TaskScheduled 'First' #0, but the code now does TaskScheduled 'Another' #0.", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("gone, instance i-gone, event 1: There is no orchestrator of this name any more.", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("i-same", report.ToString(), StringComparison.Ordinal);
        Assert.Contains($"3 open instances of hub {hub} were replayed: today's code would break 2.", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_code_goes_on_with_all_open_instances()
    {
        var hub = AzuriteFixture.NewHubName();
        await RunUntilAllWaitAsync(hub, "same");

        var report = new StringWriter();
        var exit = await LiveHub.CheckAsync(azurite.ConnectionString, hub, new HistoryGate(tasks => tasks.AddOrchestratorFunc("same", Waits("First"))), report);

        Assert.Equal(0, exit);
        Assert.Contains("goes on with all of them", report.ToString(), StringComparison.Ordinal);
    }

    private static Func<TaskOrchestrationContext, Task<string>> Waits(string activity) => async context =>
    {
        await context.CallActivityAsync(activity);
        return await context.WaitForExternalEvent<string>("Word");
    };

    private async Task RunUntilAllWaitAsync(string hub, params string[] names)
    {
        var connection = azurite.ConnectionString;
        await using var store = new AzureHubStore(new AzureHub(hub, AzureHubClients.Tables(connection), AzureHubClients.Blobs(connection)), TimeProvider.System, NullLogger<AzureHubStore>.Instance);
        await using var harness = await HubHarness.StartAsync(store, tasks =>
        {
            tasks.AddActivityFunc<string?, string>("First", (_, _) => "done");
            foreach (var name in names)
                tasks.AddOrchestratorFunc(name, Waits("First"));
        });
        foreach (var name in names)
            await harness.Client.ScheduleNewOrchestrationInstanceAsync(name, null, new StartOrchestrationOptions($"i-{name}"));
        foreach (var name in names)
            await HubHarness.UntilAsync(async () => (await store.LoadAsync($"i-{name}", CancellationToken.None))!.History.Count(played => played is LocalRuntime.DurableTask.Core.OrchestratorCompleted) == 2);
    }
}
