using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace Simulation.Defects;

/// <summary>A task hub's store of which a defect spoils a part.</summary>
internal abstract class SpoiltHubStore(IHubStore inner) : IHubStore
{
    protected IHubStore Inner => inner;

    public Task EnsureCreatedAsync(CancellationToken cancellation) => inner.EnsureCreatedAsync(cancellation);

    public Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation) =>
        inner.CreateInstanceAsync(start, replaceable, cancellation);

    public virtual Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation) =>
        inner.AppendInboxAsync(instanceId, dedupeId, message, cancellation);

    public Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation) => inner.LoadAsync(instanceId, cancellation);

    public virtual Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation) => inner.CheckpointAsync(checkpoint, cancellation);

    public IAsyncEnumerable<string> ListUnfinishedAsync(CancellationToken cancellation) => inner.ListUnfinishedAsync(cancellation);

    public Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation) => inner.GetRowAsync(instanceId, withPayloads, cancellation);

    public Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation) => inner.QueryAsync(filter, cancellation);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation) => inner.PurgeAsync(instanceId, cancellation);
}
