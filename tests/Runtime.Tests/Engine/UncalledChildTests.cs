using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Testing;
using Microsoft.DurableTask;
using Microsoft.Extensions.Time.Testing;

namespace Runtime.Tests.Engine;

/// <summary>A child is created before the step that calls it is stored. When that step is repeated and has heard more by then, it may not call it any more: the child must not have run.</summary>
public sealed class UncalledChildTests
{
    private const string Child = "the-child";

    private static readonly EngineOptions _options = new() { MaxConcurrentActivities = 2, MaxConcurrentOrchestrations = 2, DrainTime = TimeSpan.Zero };

    private readonly InMemoryHubStore _store = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private int _childRuns;

    [Fact]
    public async Task Child_that_is_not_called_after_all_never_runs_and_is_gone()
    {
        var ended = await RepeatedAsync(callsLater: false);

        Assert.Equal("\"stopped\"", ended.Output);
        Assert.Null(await _store.GetRowAsync(Child, withPayloads: false, CancellationToken.None));
        Assert.Equal(0, _childRuns);
    }

    [Fact]
    public async Task Child_that_is_called_by_a_later_step_under_the_same_id_runs_once()
    {
        var ended = await RepeatedAsync(callsLater: true);

        Assert.Equal("\"later\"", ended.Output);
        Assert.Equal(1, _childRuns);
    }

    /// <summary>The first process creates the child and never gets its step stored; the second hears of a stop before it comes there again.</summary>
    private async Task<InstanceRow> RepeatedAsync(bool callsLater)
    {
        string id;
        var creates = false;
        var away = new FaultPlan((write, instance) =>
        {
            creates |= write == HubWrite.Create && instance == Child;
            return creates && write == HubWrite.Checkpoint ? Fault.UnavailableBefore : Fault.None;
        });
        await using (var first = await HubHarness.StartAsync(new FaultyHubStore(_store, away), tasks => Add(tasks, callsLater, Task.CompletedTask), _options))
        {
            id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
            await HubHarness.UntilAsync(async () => await _store.GetRowAsync(Child, withPayloads: false, CancellationToken.None) is not null);
        }

        var prepared = new TaskCompletionSource();
        await using var second = await HubHarness.StartAsync(_store, tasks => Add(tasks, callsLater, prepared.Task), _options, time: _time);
        await second.Client.RaiseEventAsync(id, "Stop", "now");
        await HubHarness.UntilAsync(async () => (await _store.LoadAsync(id, CancellationToken.None))!.History.OfType<EventRaised>().Any());
        prepared.SetResult();
        await second.EndAsync(id);
        if (!callsLater)
        {
            await HubHarness.UntilAsync(async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return await _store.GetRowAsync(Child, withPayloads: false, CancellationToken.None) is null;
            });
        }

        return (await _store.GetRowAsync(id, withPayloads: true, CancellationToken.None))!;
    }

    private void Add(DurableTaskRegistry tasks, bool callsLater, Task prepared) => tasks
        .AddActivityFunc<object?, string>("Prepare", async (_, _) =>
        {
            await prepared;
            return "prepared";
        })
        .AddActivityFunc<object?, string>("Note", (_, _) => "noted")
        .AddOrchestratorFunc<string, string>("Child", (_, said) =>
        {
            Interlocked.Increment(ref _childRuns);
            return Task.FromResult(said);
        })
        .AddOrchestratorFunc<object?, string>("Parent", async (context, _) =>
        {
            var stop = context.WaitForExternalEvent<string>("Stop");
            await context.CallActivityAsync<string>("Prepare");
            if (!stop.IsCompleted)
                return await context.CallSubOrchestratorAsync<string>("Child", "at once", new SubOrchestrationOptions(instanceId: Child));
            if (!callsLater)
                return "stopped";
            await context.CallActivityAsync<string>("Note");
            return await context.CallSubOrchestratorAsync<string>("Child", "later", new SubOrchestrationOptions(instanceId: Child));
        });
}
