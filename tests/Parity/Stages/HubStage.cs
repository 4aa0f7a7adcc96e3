using Durable.Testing.Functions;
using Durable.Testing.Hub;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Parity.App;
using Parity.App.Client;

namespace Parity.Stages;

/// <summary>The test hub: official replay, virtual time.</summary>
public sealed class HubStage : Stage, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(500);
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddStories().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 31, 23, 59, 0, TimeSpan.Zero));
    private readonly HubProcess _process;

    public HubStage(string id)
        : base(id) => _process = new HubProcess(new StoredHub(), HubFunctions.Of(typeof(StoryServices).Assembly), _services, _time, new HubProcessOptions
        {
            // As host.json of the app has it.
            Versioning = new DurableTaskWorkerOptions.VersioningOptions
            {
                Version = "1.0",
                DefaultVersion = "1.0",
                MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
                FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
            },
        });

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    protected override Task<ClientAnswer> CallAsync(ClientCall call) => HubCaller.CallAsync(_process.Client, call, _time, TestContext.Current.CancellationToken);

    protected override async Task WaitAsync(Func<Task<bool>> condition, Func<string> state)
    {
        var end = _time.GetUtcNow() + Patience;
        while (!await condition())
        {
            if (_process.Work > 0)
                await _process.BeginWork(0);
            else if (_process.Next is { } next && next <= end)
                _time.SetUtcNow(next);
            else
                throw new TimeoutException($"Nothing happens any more: {state()}");
        }
    }
}
