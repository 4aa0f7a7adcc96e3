using Microsoft.DurableTask.Client;
using Parity.App.Client;
using Parity.App.Stories;
using Parity.Stages;

namespace Parity;

public sealed class EventTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Event_that_is_waited_for_is_taken() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.WaitsForGo), "in");
            await stage.UntilShowsAsync("waiting");
            await stage.RaiseAsync("Go", "on");
            Assert.Equal("\"in on\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Early_events_are_kept_first_in_first_out_without_regard_to_case() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.ReadsEarlyEvents));
            await stage.UntilAsync(instance => instance.Status == OrchestrationRuntimeStatus.Running);
            await stage.RaiseAsync("Word", "a");
            await UntilRaisedAsync(stage, 1);
            await stage.RaiseAsync("wORD", "b");
            await UntilRaisedAsync(stage, 2);
            await stage.RaiseAsync("word", "c");
            await UntilRaisedAsync(stage, 3);
            await stage.RaiseAsync("last", 1);
            Assert.Equal("\"abc\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Event_before_the_first_step_is_kept() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.WaitsForGo), "in");
            await stage.RaiseAsync("Go", "early");
            Assert.Equal("\"in early\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Event_to_a_finished_instance_is_refused() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.Quick), "x");
            await stage.EndAsync();
            Assert.Equal(
                "RpcException FailedPrecondition",
                (await stage.AskAsync(new ClientCall(Verb.Raise, stage.Id, "Go", Stage.Payload("late")))).Refusal
            );
            Assert.Equal("\"quick x\"", (await stage.TellAsync()).Output);
        });

    [Fact]
    public Task Event_to_an_unknown_instance_is_refused_and_not_kept() =>
        PlayAsync(async stage =>
        {
            Assert.Equal(
                "RpcException NotFound",
                (await stage.AskAsync(new ClientCall(Verb.Raise, stage.Id, "Go", Stage.Payload("before")))).Refusal
            );
            await stage.StartAsync(nameof(EventStories.WaitsForGo), "in");
            await stage.UntilShowsAsync("waiting");
            await stage.RaiseAsync("Go", "after");
            Assert.Equal("\"in after\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Many_waiters_of_one_name_are_served_one_by_one() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.ManyWaiters), 3);
            await stage.UntilShowsAsync("waiting");
            for (var i = 1; i <= 3; i++)
            {
                await stage.RaiseAsync("Number", i);
                await UntilRaisedAsync(stage, i);
            }

            Assert.Equal("[3,2,1]", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Event_in_time_wins_against_the_wait_s_limit() =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(EventStories.WaitsAMonth));
                await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("TimerCreated", StringComparison.Ordinal)));
                await stage.RaiseAsync("Word", "in time");
                Assert.Equal("\"in time\"", (await stage.EndAsync()).Output);
            },
            byTheClock: "Timer"
        );

    [Fact]
    public Task Abandoned_wait_leaves_the_next_event_to_the_next_wait() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.WaitsTwice));
            await stage.UntilShowsAsync("timed out");
            await stage.RaiseAsync("Word", "second");
            Assert.Equal("\"second\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Either_of_two_events_may_come_first() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.EitherThenOther));
            await stage.UntilShowsAsync("waiting");
            await stage.RaiseAsync("Cancelled", "no");
            await stage.UntilShowsAsync("cancelled");
            await stage.RaiseAsync("Paid", "yes");
            Assert.Equal("\"no yes\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Events_come_while_activities_run() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.TakesEventsWhileBusy));
            await stage.UntilShowsAsync("waiting");
            await stage.RaiseAsync("Word", "a");
            await stage.UntilShowsAsync("a0");
            await stage.RaiseAsync("Word", "b");
            await stage.UntilShowsAsync("a0b2");
            await stage.RaiseAsync("Word", "c");
            Assert.Equal("\"a0b2c4\"", (await stage.EndAsync()).Output);
        });

    [Theory]
    [InlineData(null, "\"null\"")]
    [InlineData(7, "\"7\"")]
    [InlineData("no number", null)]
    public Task Payload_is_read_as_what_is_waited_for(object? payload, string? output) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(EventStories.ReadsANumber));
                await stage.UntilShowsAsync("waiting");
                await stage.RaiseAsync("Number", payload);
                var ended = await stage.EndAsync();
                Assert.Equal(output is null ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, ended.Status);
                if (output is not null)
                    Assert.Equal(output, ended.Output);
            },
            variant: $"-{payload ?? "null"}".Replace(' ', '-')
        );

    [Fact]
    public Task Parent_and_child_send_each_other_events() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.TalksWithChild));
            await UntilRaisedAsync(stage, 2);
            await stage.RaiseAsync("Leave", null, stage.ChildId);
            Assert.Equal("\"well, you asked how are you left\"", (await stage.EndAsync()).Output);
            await stage.EndAsync(stage.ChildId);
        });

    [Fact]
    public Task Event_sent_to_nobody_is_lost() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(EventStories.TellsNobody));
            Assert.Equal("\"sent\"", (await stage.EndAsync()).Output);
            Assert.Null(await stage.LookAsync(stage.Id + "-nobody"));
        });

    /// <summary>Waits until so many events have reached an instance, so that their order is no chance.</summary>
    private static Task UntilRaisedAsync(Stage stage, int count) =>
        stage.UntilHistoryAsync(lines => lines.Count(line => line.StartsWith("EventRaised", StringComparison.Ordinal)) >= count);
}
