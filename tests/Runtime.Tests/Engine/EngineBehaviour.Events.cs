using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Engine;

public abstract partial class EngineBehaviour
{
    [Fact]
    public async Task Early_events_are_buffered_first_in_first_out_without_regard_to_case()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc<object?, string>("Early", async (context, _) =>
            {
                await context.WaitForExternalEvent<int>("Last");
                var first = await context.WaitForExternalEvent<string>("WORD");
                await context.CallActivityAsync("Nothing");
                return first + await context.WaitForExternalEvent<string>("word");
            }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Early");
        await hub.Client.RaiseEventAsync(id, "Word", "a");
        await hub.Client.RaiseEventAsync(id, "wORD", "b");
        await hub.Client.RaiseEventAsync(id, "last", 1);

        Assert.Equal("ab", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Many_waiters_of_one_name_are_served_last_one_first()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, int[]>("Waiters", async (context, _) =>
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => context.WaitForExternalEvent<int>("Number")))));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Waiters");
        for (var i = 0; i < 5; i++)
            await hub.Client.RaiseEventAsync(id, "Number", i);

        var ended = await hub.EndAsync(id);
        Assert.Equal([4, 3, 2, 1, 0], ended.ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Cancelled_waiter_consumes_nothing()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, string>("Cancelled", async (context, _) =>
        {
            try
            {
                await context.WaitForExternalEvent<string>("Word", TimeSpan.FromMilliseconds(50));
                return "not timed out";
            }
            catch (TaskCanceledException)
            {
                context.SetCustomStatus("timed out");
            }

            return await context.WaitForExternalEvent<string>("Word");
        }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Cancelled");
        await HubHarness.UntilAsync(async () => (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedCustomStatus == "\"timed out\"");
        await hub.Client.RaiseEventAsync(id, "Word", "kept");

        Assert.Equal("kept", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_before_the_timeout_wins_and_the_timer_is_forgotten()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, string>("InTime", (context, _) =>
            context.WaitForExternalEvent<string>("Word", TimeSpan.FromDays(30))));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("InTime");
        await hub.Client.RaiseEventAsync(id, "Word", "in time");

        Assert.Equal("in time", (await hub.EndAsync(id)).ReadOutputAs<string>());
        await HubHarness.UntilAsync(() => Task.FromResult(hub.Engine.Timers.Count == 0));
    }

    [Fact]
    public async Task Event_for_a_missing_instance_is_refused_and_for_a_finished_one_dropped()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<object?, int>("Quick", (_, _) => 1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RaiseEventAsync("missing", "Word", "x"));
        var ended = await hub.RunAsync("Quick");
        await hub.Client.RaiseEventAsync(ended.InstanceId, "Word", "x");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Client.GetInstanceAsync(ended.InstanceId))!.RuntimeStatus);
    }

    [Fact]
    public async Task Orchestrations_send_events_to_each_other()
    {
        await using var hub = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Sender", (context, target) =>
            {
                context.SendEvent(target, "Number", 1);
                context.SendEvent(target, "Number", 2);
                context.SendEvent("nobody", "Number", 3);
                return Task.CompletedTask;
            })
            .AddOrchestratorFunc<object?, int[]>("Receiver", async (context, _) =>
                [await context.WaitForExternalEvent<int>("Number"), await context.WaitForExternalEvent<int>("Number")]));

        var receiver = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Receiver");
        await hub.RunAsync("Sender", receiver);

        var ended = await hub.EndAsync(receiver);
        Assert.Equal([1, 2], ended.ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Continue_as_new_keeps_events_that_were_not_awaited()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Sum", async (context, sum) =>
        {
            sum += await context.WaitForExternalEvent<int>("Add");
            if (sum < 55)
                context.ContinueAsNew(sum);
            return sum;
        }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sum", 0);
        await Task.WhenAll(Enumerable.Range(1, 10).Select(i => hub.Client.RaiseEventAsync(id, "Add", i)));

        Assert.Equal(55, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Continue_as_new_drops_unprocessed_events_when_asked_to()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Drop", async (context, again) =>
        {
            if (again)
                return await context.WaitForExternalEvent<string>("Word");
            await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew(true, preserveUnprocessedEvents: false);
            return "";
        }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Drop", false);
        await hub.Client.RaiseEventAsync(id, "Word", "dropped");
        await hub.Client.RaiseEventAsync(id, "Go", "");
        await HubHarness.UntilAsync(async () => (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedInput == "true");
        await hub.Client.RaiseEventAsync(id, "Word", "new");

        Assert.Equal("new", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_a_hundred_times_without_waiting_ends_and_keeps_a_short_history()
    {
        await using var hub = await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Count", (context, n) =>
        {
            if (n < 100)
                context.ContinueAsNew(n + 1);
            return n;
        }));

        var ended = await hub.RunAsync("Count", 0);

        Assert.Equal(100, ended.ReadOutputAs<int>());
        Assert.InRange((await hub.Client.GetHistoryAsync(ended.InstanceId, CancellationToken.None))!.Count, 1, 10);
    }
}
