using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace Runtime.Tests.Engine;

/// <summary>What was written to a hub's store past the engine that runs it: by a process that stood still, or by a call whose answer was lost.</summary>
public sealed class LateWriteTests
{
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(5);

    // Nobody moves the clock while the hub is stopped.
    private static readonly EngineOptions _options = new() { MaxConcurrentActivities = 2, MaxConcurrentOrchestrations = 2, DrainTime = TimeSpan.Zero };

    private readonly InMemoryHubStore _store = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Write_whose_answer_was_lost_is_noticed_at_once()
    {
        var faults = new FaultPlan((write, _) => write is HubWrite.Create or HubWrite.Append ? Fault.UnavailableAfter : Fault.None);
        await using var hub = await HubHarness.StartAsync(new FaultyHubStore(_store, faults), AddWaits, _options, time: _time);

        await Assert.ThrowsAsync<HubUnavailableException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("lost")));
        await UntilWaitingAsync("lost");
        await Assert.ThrowsAsync<HubUnavailableException>(() => hub.Client.RaiseEventAsync("lost", "Go", "heard"));

        Assert.Equal("heard", (await hub.EndAsync("lost")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Write_that_arrives_when_it_had_been_given_up_is_noticed_in_a_while()
    {
        var faults = new FaultPlan((write, _) => write == HubWrite.Create ? Fault.UnavailableBefore : Fault.None);
        await using var hub = await HubHarness.StartAsync(new FaultyHubStore(_store, faults), AddWaits, _options, time: _time);
        await PassAsync(HubEngine.LateWrites * 2);

        await Assert.ThrowsAsync<HubUnavailableException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("slow")));
        await HubHarness.UntilAsync(() => Task.FromResult(hub.Engine.InstanceCount == 0));
        await CreateAsync("slow");

        await UntilWaitingAsync("slow");
    }

    [Fact]
    public async Task What_a_process_that_stood_still_wrote_after_another_had_taken_over_is_noticed_without_a_restart()
    {
        await CreateAsync("before");
        await using var hub = await HubHarness.StartAsync(_store, AddWaits, _options, time: _time);
        await UntilWaitingAsync("before");

        await CreateAsync("after");
        await _store.AppendInboxAsync("before", "late", new EventRaised(_time.GetUtcNow().UtcDateTime, "Go", "\"late\""), CancellationToken.None);

        await UntilWaitingAsync("after");
        Assert.Equal("late", (await hub.EndAsync("before")).ReadOutputAs<string>());
    }

    private static void AddWaits(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<object?, string>("Waits", (context, _) => context.WaitForExternalEvent<string>("Go"));

    private Task CreateAsync(string id) => _store.CreateInstanceAsync(
        new ExecutionStarted(_time.GetUtcNow().UtcDateTime, id, Guid.NewGuid().ToString("N"), "Waits", null, null, null, null, null, null),
        OrchestrationStatusExtensions.Final,
        CancellationToken.None);

    /// <summary>Lets virtual time pass until an instance has made its first step; it is never moved by more than some minutes.</summary>
    private async Task UntilWaitingAsync(string id)
    {
        var latest = _time.GetUtcNow() + (HubEngine.LateWrites * 2);
        await HubHarness.UntilAsync(async () =>
        {
            if (_time.GetUtcNow() < latest)
                _time.Advance(_step);
            return await _store.GetRowAsync(id, withPayloads: false, CancellationToken.None) is { Status: OrchestrationStatus.Running };
        });
    }

    private async Task PassAsync(TimeSpan span)
    {
        var end = _time.GetUtcNow() + span;
        await HubHarness.UntilAsync(() =>
        {
            _time.Advance(_step);
            return Task.FromResult(_time.GetUtcNow() >= end);
        });
    }
}
