using Microsoft.DurableTask.Client;
using Parity.App.Stories;

namespace Parity;

public sealed class RetryTests(OfficialEngine engine) : ParityTest(engine)
{
    [Theory]
    [InlineData(Trouble.Http)]
    [InlineData(Trouble.Timeout)]
    [InlineData(Trouble.App)]
    [InlineData(Trouble.Package)]
    public Task Policy_tries_again_with_back_off(Trouble trouble) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(RetryStories.RetriesByPolicy), new Trial(trouble, Failures: 2));
                Assert.Equal("\"done at attempt 3, then 42\"", (await stage.EndAsync()).Output);
                Assert.Equal(["in 1000 ms", "in 2000 ms"], (await stage.HistoryAsync()).Where(IsTimer).Select(line => line[^10..]));
            },
            variant: "-" + trouble
        );

    [Fact]
    public Task Policy_gives_up_after_its_last_attempt() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesByPolicy), new Trial(Trouble.Http, Failures: 100));
            var ended = await stage.EndAsync();
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.Status);
            Assert.EndsWith("attempt 3", ended.Output, StringComparison.Ordinal);
        });

    [Fact]
    public Task Orchestration_goes_on_after_the_last_attempt() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.GoesOnAfterTheLastRetry), new Trial(Trouble.Package, Failures: 100));
            Assert.EndsWith(", then 42\"", (await stage.EndAsync()).Output, StringComparison.Ordinal);
        });

    [Fact]
    public Task Delay_grows_no_further_than_the_policy_says() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesUpToTheLongestDelay), new Trial(Trouble.App, Failures: 3));
            Assert.Equal("\"done at attempt 4\"", (await stage.EndAsync()).Output);
            Assert.Equal(
                ["in 1000 ms", "in 1500 ms", "in 1500 ms"],
                (await stage.HistoryAsync()).Where(IsTimer).Select(line => line[^10..])
            );
        });

    [Fact]
    public Task Policy_gives_up_when_its_time_is_over() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesUntilTheTimeIsOver), new Trial(Trouble.App, Failures: 100));
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync()).Status);
        });

    [Theory]
    [InlineData(Trouble.Timeout, "\"done at attempt 2\"")]
    [InlineData(Trouble.App, null)]
    public Task Policy_with_a_filter_tries_again_only_what_it_names(Trouble trouble, string? output) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(RetryStories.RetriesWhatThePolicyNames), new Trial(trouble, Failures: 1));
                var ended = await stage.EndAsync();
                Assert.Equal(output is null ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, ended.Status);
                if (output is not null)
                    Assert.Equal(output, ended.Output);
            },
            variant: "-" + trouble
        );

    [Fact]
    public Task Handler_decides_by_the_number_of_the_attempt() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesByHandler), new Trial(Trouble.Http, Failures: 100));
            Assert.EndsWith("attempt 3", (await stage.EndAsync()).Output, StringComparison.Ordinal);
        });

    [Fact]
    public Task Handler_that_throws_means_no_retry() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesByHandlerThatThrows), new Trial(Trouble.Http, Failures: 1));
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync()).Status);
        });

    [Fact]
    public Task Child_is_tried_again() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(RetryStories.RetriesAChild), new Trial(Trouble.Timeout, Failures: 1));
            Assert.Equal("\"done at attempt 2\"", (await stage.EndAsync()).Output);
        });

    private static bool IsTimer(string line) => line.StartsWith("TimerCreated", StringComparison.Ordinal);
}
