using Microsoft.DurableTask.Client;
using Parity.App.Stories;

namespace Parity;

public sealed class DeterminismTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Guids_and_time_are_the_same_when_replayed() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(DeterminismStories.GuidsAndTime));
            Assert.Equal("\"same distinct Utc later\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Replay_safe_logger_writes_each_line_once() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(DeterminismStories.LogsAtEachStep));
            Assert.Equal("\"one two three\"", (await stage.EndAsync()).Output);
        });

    [Theory]
    [InlineData(nameof(DeterminismStories.ChangesItsMind))]
    [InlineData(nameof(DeterminismStories.LeavesACallOut))]
    public Task Code_that_does_otherwise_when_replayed_fails_the_orchestration(string orchestration) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(orchestration);
                var ended = await stage.EndAsync();
                Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.Status);
                Assert.StartsWith(
                    "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException: ",
                    ended.Output,
                    StringComparison.Ordinal
                );
            },
            variant: "-" + orchestration
        );
}
