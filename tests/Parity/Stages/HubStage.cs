using Durable.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Parity.App;
using Parity.App.Client;

namespace Parity.Stages;

/// <summary>The test hub: official replay, virtual time.</summary>
public sealed class HubStage : Stage, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(500);
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddStories().BuildServiceProvider();
    private readonly TestHub _hub;

    public HubStage(string id)
        : base(id) =>
        _hub = TestHub.ForAssembly(
            typeof(StoryServices).Assembly,
            _services,
            new TestHubOptions
            {
                // As host.json of the app has it.
                Versioning = new DurableTaskWorkerOptions.VersioningOptions
                {
                    Version = "1.0",
                    DefaultVersion = "1.0",
                    MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
                    FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
                },
            }
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    protected override Task<ClientAnswer> CallAsync(ClientCall call) =>
        HubCaller.CallAsync(_hub.Client, call, _hub.Time, TestContext.Current.CancellationToken);

    protected override async Task WaitAsync(Func<Task<bool>> condition, Func<string> state)
    {
        try
        {
            await _hub.AdvanceUntilAsync(condition, Patience);
        }
        catch (TimeoutException never)
        {
            throw new TimeoutException($"{never.Message} {state()}", never);
        }
    }
}
