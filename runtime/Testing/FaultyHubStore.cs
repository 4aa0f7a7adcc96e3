using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.Testing;

/// <summary>A store at whose writes the plan may let something go wrong.</summary>
internal sealed class FaultyHubStore(IHubStore inner, FaultPlan plan) : IHubStore
{
    public Task EnsureCreatedAsync(CancellationToken cancellation) => inner.EnsureCreatedAsync(cancellation);

    public async Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        plan.Before(HubWrite.Create, start.InstanceId);
        var outcome = await inner.CreateInstanceAsync(start, replaceable, cancellation);
        plan.After(HubWrite.Create, start.InstanceId);
        return outcome;
    }

    public async Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation)
    {
        plan.Before(HubWrite.Append, instanceId);
        var appended = await inner.AppendInboxAsync(instanceId, dedupeId, message, cancellation);
        plan.After(HubWrite.Append, instanceId);
        return appended;
    }

    public async Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        plan.Before(HubWrite.Checkpoint, checkpoint.InstanceId);
        var token = await inner.CheckpointAsync(checkpoint, cancellation);
        plan.After(HubWrite.Checkpoint, checkpoint.InstanceId);
        return token;
    }

    public Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation) => inner.LoadAsync(instanceId, cancellation);

    public IAsyncEnumerable<string> ListUnfinishedAsync(CancellationToken cancellation) => inner.ListUnfinishedAsync(cancellation);

    public Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation) => inner.GetRowAsync(instanceId, withPayloads, cancellation);

    public Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation) => inner.QueryAsync(filter, cancellation);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation) => inner.PurgeAsync(instanceId, cancellation);
}
