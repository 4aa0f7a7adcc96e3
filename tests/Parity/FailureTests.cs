using Microsoft.DurableTask.Client;
using Parity.App.Stories;

namespace Parity;

public sealed class FailureTests(OfficialEngine engine) : ParityTest(engine)
{
    [Theory]
    [InlineData(Trouble.Http, "System.Net.Http.HttpRequestException: attempt 1, caused by System.IO.IOException: The line is dead.")]
    [InlineData(Trouble.Timeout, "System.TimeoutException: attempt 1")]
    [InlineData(Trouble.App, "Parity.App.Stories.CompanyAwayException: attempt 1, caused by System.TimeoutException: No answer.")]
    [InlineData(Trouble.Package, "Azure.RequestFailedException: attempt 1, caused by System.IO.IOException: The storage is busy.")]
    public Task Failed_activity_tells_the_orchestration_type_message_and_cause(Trouble trouble, string failure) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(FailureStories.CatchesAnActivity), trouble);
                Assert.Contains($"TryIt 0 {failure}", (await stage.EndAsync()).Output, StringComparison.Ordinal);
            },
            variant: "-" + trouble
        );

    [Theory]
    [InlineData(Trouble.Http)]
    [InlineData(Trouble.App)]
    [InlineData(Trouble.Package)]
    public Task Failed_activity_that_nobody_catches_fails_the_orchestration(Trouble trouble) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(FailureStories.FailsInAnActivity), trouble);
                var ended = await stage.EndAsync();
                Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.Status);
                Assert.Equal(
                    "Microsoft.DurableTask.TaskFailedException: Task 'TryIt' (#0) failed with an unhandled exception: attempt 1",
                    ended.Output
                );
            },
            variant: "-" + trouble
        );

    [Fact]
    public Task Orchestration_that_throws_fails() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(FailureStories.Throws));
            var ended = await stage.EndAsync();
            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.Status);
            Assert.Equal($"{typeof(CompanyAwayException).FullName}: thrown by an orchestration", ended.Output);
        });

    [Fact]
    public Task Orchestration_that_throws_before_its_first_step_fails() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(FailureStories.ThrowsAtOnce), "x");
            Assert.Equal("System.InvalidOperationException: thrown at once: x", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task One_of_several_activities_fails_and_the_others_keep_their_results() =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(FailureStories.OneOfThreeFails));
                Assert.Equal("\"System.TimeoutException 2 6\"", (await stage.EndAsync()).Output);
            },
            Order.Chance
        );

    [Fact]
    public Task Unknown_orchestration_is_accepted_and_fails() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync("NoSuchOrchestration");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync()).Status);
        });
}
