using Microsoft.DurableTask.Client;
using Parity.App.Stories;

namespace Parity;

public sealed class VersionTests(OfficialEngine engine) : ParityTest(engine)
{
    [Theory]
    [InlineData(null)]
    [InlineData("1.0")]
    [InlineData("0.9")]
    [InlineData("")]
    [InlineData("0.10")]
    public Task Orchestration_of_this_version_or_an_older_one_runs(string? version) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(LifecycleStories.ShowsItsVersion), version: version);
                var ended = await stage.EndAsync();
                Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.Status);
                Assert.StartsWith($"\"{version ?? "1.0"} ", ended.Output, StringComparison.Ordinal);
                await stage.EndAsync(stage.ChildId);
            },
            variant: "-" + (version ?? "default")
        );

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public Task Orchestration_of_a_newer_version_fails(string version) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(LifecycleStories.ShowsItsVersion), version: version);
                var ended = await stage.EndAsync();
                Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.Status);
                Assert.StartsWith("VersionMismatch: ", ended.Output, StringComparison.Ordinal);
            },
            variant: "-" + version
        );
}
