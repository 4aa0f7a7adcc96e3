using Microsoft.DurableTask.Client;
using Parity.App.Client;
using Parity.App.Stories;
using Parity.Stages;

namespace Parity;

public sealed class LifecycleTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Suspended_orchestration_takes_notice_of_nothing_until_resumed() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await stage.AskAsync(new ClientCall(Verb.Suspend, stage.Id, Payload: Stage.Payload("holiday")));
            await stage.UntilAsync(IsSuspended);
            await stage.RaiseAsync("Go", "on");
            await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("EventRaised", StringComparison.Ordinal)));
            await stage.TellAsync();
            await stage.AskAsync(new ClientCall(Verb.Resume, stage.Id, Payload: Stage.Payload("back")));
            Assert.Equal("\"in on\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Only_what_runs_is_suspended_and_only_what_is_suspended_is_resumed() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await RefusedAsync(stage, "RpcException FailedPrecondition", Verb.Resume);
            await stage.AskAsync(new ClientCall(Verb.Suspend, stage.Id));
            await stage.UntilAsync(IsSuspended);
            await RefusedAsync(stage, "RpcException FailedPrecondition", Verb.Suspend);
            await stage.AskAsync(new ClientCall(Verb.Resume, stage.Id));
            await stage.UntilAsync(instance => instance.Status == OrchestrationRuntimeStatus.Running);
            await stage.RaiseAsync("Go", "on");
            Assert.Equal("\"in on\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Timer_that_fires_in_a_suspension_has_its_effect_after_it() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.Sleeps), 9_000);
            await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("TimerCreated", StringComparison.Ordinal)));
            await stage.AskAsync(new ClientCall(Verb.Suspend, stage.Id));
            await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("TimerFired", StringComparison.Ordinal)));
            Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await stage.TellAsync()).Status);
            await stage.AskAsync(new ClientCall(Verb.Resume, stage.Id));
            Assert.Equal("\"not early\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Terminated_orchestration_ends_with_the_given_output() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await stage.AskAsync(new ClientCall(Verb.Terminate, stage.Id, Payload: Stage.Payload("enough")));
            var ended = await stage.EndAsync();
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.Status);
            Assert.Equal("\"enough\"", ended.Output);
            await RefusedAsync(stage, "RpcException FailedPrecondition", Verb.Terminate, Verb.Suspend, Verb.Resume);
            Assert.Equal("RpcException FailedPrecondition", (await stage.AskAsync(new ClientCall(Verb.Raise, stage.Id, "Go"))).Refusal);
        });

    [Fact]
    public Task Suspended_orchestration_can_be_terminated() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await stage.AskAsync(new ClientCall(Verb.Suspend, stage.Id));
            await stage.UntilAsync(IsSuspended);
            await stage.AskAsync(new ClientCall(Verb.Terminate, stage.Id));
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await stage.EndAsync()).Status);
        });

    [Fact]
    public Task Calls_for_an_unknown_instance_are_refused() =>
        PlayAsync(async stage =>
        {
            Assert.Null(await stage.LookAsync(stage.Id));
            await RefusedAsync(stage, "RpcException NotFound", Verb.Terminate, Verb.Suspend, Verb.Resume);
            await RefusedAsync(stage, nameof(ArgumentException), Verb.Restart, Verb.History);
            Assert.Equal("0", (await stage.AskAsync(new ClientCall(Verb.Purge, stage.Id))).Value);
        });

    [Fact]
    public Task Purge_takes_what_has_ended_and_nothing_else() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await RefusedAsync(stage, nameof(InvalidOperationException), Verb.Purge);
            await stage.RaiseAsync("Go", "on");
            await stage.EndAsync();
            Assert.Equal("1", (await stage.AskAsync(new ClientCall(Verb.Purge, stage.Id))).Value);
            Assert.Equal("0", (await stage.AskAsync(new ClientCall(Verb.Purge, stage.Id))).Value);
            Assert.Null(await stage.LookAsync(stage.Id));
            Assert.Equal("RpcException NotFound", (await stage.AskAsync(new ClientCall(Verb.Raise, stage.Id, "Go"))).Refusal);
        });

    [Fact]
    public Task Purge_of_a_parent_leaves_its_child() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.HasAChild), 1);
            await stage.EndAsync();
            await stage.AskAsync(new ClientCall(Verb.Purge, stage.Id, Recursive: true));
            Assert.NotNull(await stage.LookAsync(stage.ChildId));
        });

    [Fact]
    public Task Purged_id_can_be_used_again() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.Quick), "first");
            await stage.EndAsync();
            await stage.AskAsync(new ClientCall(Verb.Purge, stage.Id));
            await stage.StartAsync(nameof(LifecycleStories.Quick), "second");
            Assert.Equal("\"quick second\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Restart_runs_the_same_input_again_under_the_same_id() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            await RefusedAsync(stage, nameof(InvalidOperationException), Verb.Restart);
            await stage.RaiseAsync("Go", "first");
            await stage.EndAsync();
            Assert.Equal(stage.Id, (await stage.AskAsync(new ClientCall(Verb.Restart, stage.Id))).Value);
            await stage.UntilAsync(instance => instance.Status == OrchestrationRuntimeStatus.Running);
            await stage.RaiseAsync("Go", "second");
            Assert.Equal("\"in second\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Restart_under_a_new_id_leaves_the_old_instance() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.Quick), "x");
            await stage.EndAsync();
            var other = (await stage.AskAsync(new ClientCall(Verb.Restart, stage.Id, NewId: true))).Value!;
            Assert.NotEqual(stage.Id, other);
            Assert.Equal("\"quick x\"", (await stage.EndAsync(other)).Output);
            await stage.TellAsync();
        });

    [Fact]
    public Task Start_of_an_id_that_runs_is_refused() =>
        PlayAsync(async stage =>
        {
            await StartWaitingAsync(stage);
            Assert.Equal("OrchestrationAlreadyExistsException", await RefusalOfStartAsync(stage));
            await stage.AskAsync(new ClientCall(Verb.Suspend, stage.Id));
            await stage.UntilAsync(IsSuspended);
            Assert.Equal("OrchestrationAlreadyExistsException", await RefusalOfStartAsync(stage));
            await stage.AskAsync(new ClientCall(Verb.Terminate, stage.Id));
            await stage.EndAsync();
        });

    [Fact]
    public Task Start_under_an_ended_id_replaces_it_unless_ruled_out() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.Quick), "first");
            await stage.EndAsync();
            Assert.Equal("OrchestrationAlreadyExistsException", await RefusalOfStartAsync(stage, keepEnded: true));
            Assert.Null(await RefusalOfStartAsync(stage));
            await stage.UntilAsync(instance => instance.Input == "\"another\"");
            Assert.Equal("\"quick another\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Failed_orchestration_can_be_started_again() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(FailureStories.ThrowsAtOnce), "x");
            await stage.EndAsync();
            Assert.Null(await RefusalOfStartAsync(stage));
            await stage.UntilAsync(instance => instance.Input == "\"another\"");
            Assert.Equal("\"quick another\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Start_can_be_put_off() =>
        PlayAsync(async stage =>
        {
            await stage.AskAsync(
                new ClientCall(
                    Verb.Start,
                    stage.Id,
                    nameof(LifecycleStories.Quick),
                    Stage.Payload("later"),
                    StartAfter: TimeSpan.FromSeconds(4)
                )
            );
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await stage.LookAsync(stage.Id))!.Status);
            Assert.Equal("OrchestrationAlreadyExistsException", await RefusalOfStartAsync(stage));
            Assert.Equal("\"quick later\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Start_that_was_put_off_can_be_terminated() =>
        PlayAsync(async stage =>
        {
            await stage.AskAsync(
                new ClientCall(
                    Verb.Start,
                    stage.Id,
                    nameof(LifecycleStories.Quick),
                    Stage.Payload("never"),
                    StartAfter: TimeSpan.FromDays(1)
                )
            );
            await stage.AskAsync(new ClientCall(Verb.Terminate, stage.Id, Payload: Stage.Payload("never mind")));
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await stage.EndAsync()).Status);
        });

    [Fact]
    public Task Custom_status_is_seen_while_running_and_after() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.ShowsItsStages));
            await stage.UntilAsync(instance => instance.CustomStatus == """{"Name":"packing","Number":1}""");
            await stage.RaiseAsync("Packed", "");
            await stage.UntilAsync(instance => instance.CustomStatus == """{"Name":"shipping","Number":2}""");
            await stage.RaiseAsync("Shipped", "");
            await stage.UntilAsync(instance => instance.CustomStatus is null or "null");
            await stage.TellAsync();
            await stage.RaiseAsync("Delivered", "");
            Assert.Equal("\"done\"", (await stage.EndAsync()).CustomStatus);
        });

    [Fact]
    public Task Instances_are_listed_by_the_beginning_of_their_ids() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(LifecycleStories.Quick), "a", stage.Id + "-a");
            await stage.StartAsync(nameof(ChildStories.HasAChild), 1, stage.Id + "-b");
            await stage.EndAsync(stage.Id + "-a");
            await stage.EndAsync(stage.Id + "-b");
            var listed = await stage.AskAsync(new ClientCall(Verb.List, stage.Id));
            Assert.Equal(
                [$"{stage.Id}-a Quick Completed", $"{stage.Id}-b HasAChild Completed", $"{stage.Id}-b-child Child Completed"],
                listed.Lines!
            );
        });

    private static async Task StartWaitingAsync(Stage stage)
    {
        await stage.StartAsync(nameof(EventStories.WaitsForGo), "in");
        await stage.UntilShowsAsync("waiting");
    }

    private static async Task<string?> RefusalOfStartAsync(Stage stage, bool keepEnded = false) =>
        (
            await stage.AskAsync(
                new ClientCall(Verb.Start, stage.Id, nameof(LifecycleStories.Quick), Stage.Payload("another"), KeepEnded: keepEnded)
            )
        ).Refusal;

    private static async Task RefusedAsync(Stage stage, string refusal, params Verb[] verbs)
    {
        foreach (var verb in verbs)
            Assert.Equal($"{verb}: {refusal}", $"{verb}: {(await stage.AskAsync(new ClientCall(verb, stage.Id))).Refusal}");
    }

    private static bool IsSuspended(Snapshot instance) => instance.Status == OrchestrationRuntimeStatus.Suspended;
}
