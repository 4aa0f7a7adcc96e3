using Microsoft.DurableTask.Client;
using Parity.App.Client;
using Parity.App.Stories;
using Parity.Stages;

namespace Parity;

public sealed class ChildTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Child_returns_its_result_to_its_parent() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.HasAChild), 21);
            Assert.Equal($"\"child of {stage.Id} 42\"", (await stage.EndAsync()).Output);
            await stage.EndAsync(stage.ChildId);
        });

    [Fact]
    public Task Child_without_an_id_is_given_one() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.HasAnUnnamedChild), 21);
            Assert.Equal($"\"child of {stage.Id} 42\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Failed_child_tells_its_parent_what_failed() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.CatchesItsChild));
            Assert.Contains(
                $"{typeof(CompanyAwayException).FullName}: negative, CatchesItsChild",
                (await stage.EndAsync()).Output,
                StringComparison.Ordinal
            );
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync(stage.ChildId)).Status);
        });

    [Fact]
    public Task Failure_passes_through_generations() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.GrandParent));
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync()).Status);
            await stage.EndAsync(stage.ChildId);
        });

    [Fact]
    public Task Many_children_run_at_once() =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(ChildStories.ManyChildren), 5);
                var each = Enumerable.Range(1, 5).Select(i => $"child of {stage.Id} {i * 2}");
                Assert.Equal($"\"{string.Join(' ', each)}\"", (await stage.EndAsync()).Output);
            },
            Order.Chance
        );

    [Fact]
    public Task Id_of_a_child_that_ended_is_free_for_another() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.ChildOfAnIdUsedBefore));
            Assert.Equal($"\"child of {stage.Id} 2 child of {stage.Id} 4\"", (await stage.EndAsync()).Output);
            await stage.EndAsync(stage.ChildId);
        });

    [Fact]
    public Task Child_that_is_not_awaited_keeps_its_parent_open() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.LeavesItsChild));
            await stage.UntilHistoryAsync(lines => lines.Contains("TaskCompleted #1 \"gone\""));
            await stage.UntilShowsAsync("waiting", stage.ChildId);
            Assert.Equal(OrchestrationRuntimeStatus.Running, (await stage.TellAsync()).Status);
            await stage.RaiseAsync("Go", "alone", stage.ChildId);
            Assert.Equal("\"left alone\"", (await stage.EndAsync(stage.ChildId)).Output);
            Assert.Equal("\"gone\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Unknown_orchestration_as_a_child_fails_the_call() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ChildStories.CallsUnknownChild));
            Assert.Equal("\"NoSuchOrchestration 0 no details\"", (await stage.EndAsync()).Output);
            await stage.EndAsync(stage.ChildId);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Terminated_parent_leaves_its_child_running(bool recursive) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(ChildStories.WaitsForItsChild));
                await stage.UntilShowsAsync("waiting", stage.ChildId);
                await stage.AskAsync(new ClientCall(Verb.Terminate, stage.Id, Payload: Stage.Payload("enough"), Recursive: recursive));
                Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await stage.EndAsync()).Status);
                await stage.RaiseAsync("Go", "on", stage.ChildId);
                Assert.Equal("\"child on\"", (await stage.EndAsync(stage.ChildId)).Output);
                await stage.TellAsync();
            },
            variant: $"-{recursive}"
        );
}
