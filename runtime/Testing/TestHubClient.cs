using LocalRuntime.DurableTask.Engine;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Testing;

/// <summary>A client that runs the hub while it waits, instead of waiting for somebody else to do so.</summary>
internal sealed class TestHubClient(TestHub hub, DurableTaskClientOptions options) : LocalDurableTaskClient("TestHub", () => hub.Engine, options)
{
    private protected override async Task ChangedAsync(Task change, string instanceId, CancellationToken cancellation)
    {
        if (change.IsCompleted)
            return;
        var before = hub.WorkCount;
        await hub.RunUntilIdleAsync();
        if (hub.WorkCount == before && !change.IsCompleted)
            throw new InvalidOperationException($"Instance '{instanceId}' waits, and nothing can run now: let time pass (AdvanceAsync) or send what it waits for.");
    }
}
