using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Purges finished instances. One that is not finished stays.</summary>
internal sealed class InstanceRemoval(HubEngine hub)
{
    /// <returns>How many were purged.</returns>
    public async Task<int> PurgeAsync(string instanceId, bool recursive, CancellationToken cancellation)
    {
        if (await hub.Store.GetRowAsync(instanceId, withPayloads: false, cancellation) is not { } row || !row.Status.IsFinal())
            return 0;
        var purged = 0;
        if (recursive)
        {
            var state = await hub.Store.LoadAsync(instanceId, cancellation);
            foreach (var child in state?.History.OfType<SubOrchestrationInstanceCreated>() ?? [])
                purged += await PurgeAsync(child.InstanceId, recursive, cancellation);
        }

        if (await hub.Store.PurgeAsync(instanceId, cancellation))
            purged++;
        hub.Waiters.Changed(instanceId);
        return purged;
    }

    public async Task<PurgeResult> PurgeAllAsync(InstanceFilter filter, bool recursive, TimeSpan? timeout, CancellationToken cancellation)
    {
        var begun = hub.Time.GetTimestamp();
        var purged = 0;
        if (filter.Statuses is { Count: 0 })
            return new PurgeResult(0, isComplete: true);
        for (InstancePage? page = null; page is null || page.Continuation is not null;)
        {
            page = await hub.Store.QueryAsync(filter with { Continuation = page?.Continuation }, cancellation);
            foreach (var row in page.Rows)
            {
                if (hub.Time.GetElapsedTime(begun) > timeout)
                    return new PurgeResult(purged, isComplete: false);
                purged += await PurgeAsync(row.InstanceId, recursive, cancellation);
            }
        }

        return new PurgeResult(purged, isComplete: true);
    }
}
