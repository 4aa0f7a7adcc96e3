using Azure;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Simulation.Storage;

namespace Simulation.Machine;

/// <summary>The task hub's store behind the gate of one process: the hub's rows outlive it.</summary>
/// <param name="heard">Hears of each event that is accepted for an instance.</param>
/// <param name="started">Hears of each instance that is created.</param>
internal sealed class GatedHubStore(IHubStore rows, IGate gate, Action<string, EventRaised>? heard = null, Action<ExecutionStarted>? started = null) : IHubStore
{
    public const string Name = "hub";

    public Task EnsureCreatedAsync(CancellationToken cancellation) => rows.EnsureCreatedAsync(cancellation);

    public Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Add, start.InstanceId, () =>
        {
            started?.Invoke(start);
            return rows.CreateInstanceAsync(start, replaceable, cancellation);
        });

    public Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Add, instanceId, () =>
        {
            if (message is EventRaised raised)
                heard?.Invoke(instanceId, raised);
            return rows.AppendInboxAsync(instanceId, dedupeId, message, cancellation);
        });

    public Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Transaction, checkpoint.InstanceId, () => rows.CheckpointAsync(checkpoint, cancellation));

    public Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Query, instanceId, () => rows.LoadAsync(instanceId, cancellation));

    public Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Get, instanceId, () => rows.GetRowAsync(instanceId, withPayloads, cancellation));

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation) =>
        PassAsync(StorageVerb.Delete, instanceId, () => rows.PurgeAsync(instanceId, cancellation));

    // A host that starts up in a storage outage waits for its end: no need to simulate that here.
    public IAsyncEnumerable<string> ListUnfinishedAsync(CancellationToken cancellation) => rows.ListUnfinishedAsync(cancellation);

    public Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation) => rows.QueryAsync(filter, cancellation);

    private async Task<T> PassAsync<T>(StorageVerb verb, string instanceId, Func<Task<T>> work)
    {
        var call = new StorageCall(Name, verb, instanceId);
        try
        {
            await gate.BeforeAsync(call);
            var result = await work();
            await gate.AfterAsync(call);
            return result;
        }
        catch (RequestFailedException e)
        {
            throw new HubUnavailableException("The task hub's storage does not answer (simulated).", e);
        }
    }
}
