using Azure;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Appends a step's events: one entity-group transaction under the sentinel's ETag, or several of which only the last one moves the sentinel on.
/// </summary>
internal sealed class HistoryWriter(AzureHub hub, LargeValues large, TimeProvider time)
{
    private const int EventsPerTransaction = TableLimits.TransactionRows - 1;
    private const int Resumptions = 5;

    /// <param name="consumed">Inbox messages to note as consumed.</param>
    /// <returns>The state as written.</returns>
    public async Task<SentinelState> WriteAsync(string partitionKey, Checkpoint checkpoint, IReadOnlyCollection<string> consumed, CancellationToken cancellation)
    {
        var before = SentinelState.Parse(checkpoint.Token);
        if (checkpoint.Position != (checkpoint.IsNewExecution ? 0 : before.EventCount))
            throw new ArgumentException($"The checkpoint begins at event {checkpoint.Position}, its token is of a history of {before.EventCount}.", nameof(checkpoint));

        var events = checkpoint.NewEvents.Select((e, i) => HistoryFormat.ToEntity(partitionKey, TableKeys.HistoryRow(checkpoint.Position + i), checkpoint.ExecutionId, e)).ToList();
        var sentinel = new TableEntity(partitionKey, TableKeys.Sentinel);
        if (checkpoint.Row is { } row)
        {
            sentinel["RowCheckpointId"] = checkpoint.Id.ToString("N");
            sentinel["CustomStatus"] = row.CustomStatus ?? "null";
        }
        var blobs = await large.MoveOutAsync(events.Append(sentinel), checkpoint.ExecutionId, cancellation);
        if (consumed.Count > 0)
            SentinelState.WriteConsumed(sentinel, consumed);

        var parts = Split(events);
        // An execution that replaces another must not overwrite its rows before the sentinel says so: what does not fit one transaction goes behind them.
        var firstRow = !checkpoint.IsNewExecution ? before.FirstRow : parts.Count > 1 ? before.FirstRow + before.EventCount : 0;
        if (firstRow != 0)
        {
            for (var i = 0; i < events.Count; i++)
                events[i].RowKey = TableKeys.HistoryRow(firstRow + checkpoint.Position + i);
        }
        var after = before with
        {
            ExecutionId = checkpoint.ExecutionId,
            FirstRow = firstRow,
            EventCount = checkpoint.Position + events.Count,
            HasBlobs = blobs || (before.HasBlobs && !checkpoint.IsNewExecution),
            IsForeign = false,
        };
        foreach (var (column, value) in after.ToEntity(partitionKey))
            sentinel[column] = value;
        sentinel["CheckpointId"] = checkpoint.Id.ToString("N");
        sentinel["IsCheckpointComplete"] = true;
        sentinel["CheckpointCompletedTimestamp"] = time.GetUtcNow().UtcDateTime;

        var leftovers = checkpoint.IsNewExecution && !before.IsForeign ? Leftovers(partitionKey, before, after) : [];
        var removeNow = parts.Count == 1 && events.Count + leftovers.Count <= EventsPerTransaction;
        after = after with { ETag = await CommitAsync(before, sentinel, parts, removeNow ? leftovers : [], checkpoint, cancellation) };
        if (!removeNow)
            after = after with { ETag = await RemoveLeftoversAsync(partitionKey, after, cancellation) };
        if (checkpoint.IsNewExecution && before.HasBlobs)
            await large.DeleteAsync(await large.ListAsync(partitionKey, before.ExecutionId, cancellation), cancellation);
        return after;
    }

    private static List<List<TableEntity>> Split(List<TableEntity> events)
    {
        List<List<TableEntity>> parts = [[]];
        var bytes = 0;
        foreach (var row in events)
        {
            var size = TableLimits.EstimatedBytes(row);
            if (parts[^1].Count == EventsPerTransaction || (bytes + size > TableLimits.TransactionBytes && parts[^1].Count > 0))
            {
                parts.Add([]);
                bytes = 0;
            }
            parts[^1].Add(row);
            bytes += size;
        }
        return parts;
    }

    private static List<TableEntity> Leftovers(string partitionKey, SentinelState before, SentinelState after)
    {
        var rows = new List<TableEntity>();
        for (var index = before.FirstRow; index < before.FirstRow + before.EventCount; index++)
        {
            if (index < after.FirstRow || index >= after.FirstRow + after.EventCount)
                rows.Add(new(partitionKey, TableKeys.HistoryRow(index)));
        }
        return rows;
    }

    private async Task<ETag> CommitAsync(
        SentinelState before, TableEntity sentinel, List<List<TableEntity>> parts, List<TableEntity> removals, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var state = before;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                for (var i = 0; i < parts.Count - 1; i++)
                    state = state with { ETag = await SubmitAsync(state, Underway(state, sentinel.PartitionKey, checkpoint.Id), parts[i], [], cancellation), IsForeign = false };
                return await SubmitAsync(state, sentinel, parts[^1], removals, cancellation);
            }
            catch (RequestFailedException e) when (StorageCall.IsConflict(e))
            {
                // A transaction that was written though its answer got lost conflicts with itself when it is repeated: the sentinel tells whose it is.
                var stored = await hub.History.GetEntityIfExistsAsync<TableEntity>(sentinel.PartitionKey, TableKeys.Sentinel, cancellationToken: cancellation);
                var id = checkpoint.Id.ToString("N");
                if (stored.HasValue && stored.Value!.GetString("CheckpointId") == id)
                    return stored.Value.ETag;
                if (!stored.HasValue || stored.Value!.GetString("PendingCheckpointId") != id || attempt == Resumptions)
                    throw new CheckpointConflictException(checkpoint.InstanceId, e);
                state = state with { ETag = stored.Value.ETag, IsForeign = false };
            }
        }
    }

    /// <summary>The sentinel between the transactions of a split: guarded like any other, but still telling the old state.</summary>
    private static TableEntity Underway(SentinelState state, string partitionKey, Guid checkpointId)
    {
        var sentinel = state.ToEntity(partitionKey);
        sentinel["PendingCheckpointId"] = checkpointId.ToString("N");
        sentinel["IsCheckpointComplete"] = false;
        return sentinel;
    }

    private async Task<ETag> SubmitAsync(SentinelState state, TableEntity sentinel, List<TableEntity> events, List<TableEntity> removals, CancellationToken cancellation)
    {
        // The sentinel goes first, so that a conflict is reported as one.
        var actions = new List<TableTransactionAction>(events.Count + removals.Count + 1) { state.Write(sentinel) };
        actions.AddRange(events.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)));
        actions.AddRange(removals.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)));
        TableLimits.Check(actions);
        var answer = await hub.History.SubmitTransactionAsync(actions, cancellation);
        return answer.Value[0].Headers.ETag ?? throw new InvalidDataException("The table service answered a transaction without the sentinel's ETag.");
    }

    /// <summary>Removes rows of former executions that did not fit the step's transaction, each time under the sentinel's ETag.</summary>
    private async Task<ETag> RemoveLeftoversAsync(string partitionKey, SentinelState state, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and ExecutionId ne {state.ExecutionId}");
        var rows = new List<TableEntity>();
        await foreach (var row in hub.History.QueryAsync<TableEntity>(filter, select: InstanceFormat.KeyColumns, cancellationToken: cancellation))
            rows.Add(new(partitionKey, row.RowKey));
        var etag = state.ETag!.Value;
        foreach (var batch in rows.Where(r => r.RowKey != TableKeys.Sentinel).Chunk(EventsPerTransaction))
            etag = await SubmitAsync(state with { ETag = etag }, new(partitionKey, TableKeys.Sentinel), [], [.. batch], cancellation);
        return etag;
    }
}
