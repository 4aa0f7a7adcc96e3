using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Engine;

/// <summary>One running engine over a store, as in a process of its own.</summary>
internal sealed class HubHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly HubWorker _worker;

    private HubHarness(IHubStore store, Action<DurableTaskRegistry> tasks, EngineOptions options, IHubLease? lease, TimeProvider time)
    {
        var registry = new DurableTaskRegistry();
        tasks(registry);
        Engine = new HubEngine(store, registry, _services, options, time, NullLoggerFactory.Instance);
        Client = new LocalDurableTaskClient("test", () => Engine, new DurableTaskClientOptions());
        _worker = new HubWorker(Engine, lease);
    }

    public HubEngine Engine { get; }

    public LocalDurableTaskClient Client { get; }

    public static async Task<HubHarness> StartAsync(IHubStore store, Action<DurableTaskRegistry> tasks, EngineOptions? options = null, IHubLease? lease = null, TimeProvider? time = null)
    {
        var harness = new HubHarness(store, tasks, options ?? new EngineOptions { MaxConcurrentActivities = 50, MaxConcurrentOrchestrations = 50 }, lease, time ?? TimeProvider.System);
        await harness._worker.StartAsync(CancellationToken.None);
        return harness;
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        await EndAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options));

    public async Task<OrchestrationMetadata> EndAsync(string instanceId)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, deadline.Token);
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "The condition did not come true within 30 seconds.");
            await Task.Delay(10);
        }
    }

    public Task StopAsync() => _worker.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _services.DisposeAsync();
    }
}
