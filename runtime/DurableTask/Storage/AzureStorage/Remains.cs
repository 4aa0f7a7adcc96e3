using Azure;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>What an instance has besides its row: history, inbox, blobs. Found first and removed later, so that nothing is removed that came in between.</summary>
internal sealed class Remains
{
    private const int Parallelism = 4;

    private readonly AzureHub _hub;
    private readonly LargeValues _large;
    private readonly IReadOnlyList<TableEntity> _history;
    private readonly IReadOnlyList<TableEntity> _inbox;
    private readonly IReadOnlyList<string> _blobs;

    private Remains(AzureHub hub, LargeValues large, IReadOnlyList<TableEntity> history, IReadOnlyList<TableEntity> inbox, IReadOnlyList<string> blobs)
    {
        _hub = hub;
        _large = large;
        _history = history;
        _inbox = inbox;
        _blobs = blobs;
    }

    public static async Task<Remains> FindAsync(AzureHub hub, LargeValues large, string partitionKey, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
        var history = InstanceReader.ReadAllAsync(hub.History, filter, cancellation, InstanceFormat.KeyColumns);
        var inbox = InstanceReader.ReadAllAsync(hub.Inbox, filter, cancellation, InstanceFormat.KeyColumns);
        var blobs = large.ListAsync(partitionKey, executionId: null, cancellation);
        await Task.WhenAll(history, inbox, blobs);
        return new(hub, large, await history, await inbox, await blobs);
    }

    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await RemoveAsync(_hub.Inbox, _inbox, cancellation);
        await RemoveAsync(_hub.History, _history, cancellation);
        await _large.DeleteAsync(_blobs, cancellation);
    }

    // By the ETags as found: a row that was written anew since then is somebody's.
    private static Task RemoveAsync(TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellation) => Parallel.ForEachAsync(
        rows.Chunk(TableLimits.TransactionRows),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
        async (batch, token) =>
        {
            try
            {
                await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), token);
            }
            catch (RequestFailedException e) when (StorageCall.IsConflict(e))
            {
                foreach (var row in batch)
                    await RemoveAsync(table, row, token);
            }
        });

    private static async Task RemoveAsync(TableClient table, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
        }
        catch (RequestFailedException e) when (StorageCall.IsConflict(e))
        {
            // Removed already, or somebody's now.
        }
    }
}
