using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// The hub in Azure Tables and Blobs. Instances and History are official tables (task-hub-format.md, sections 1 to 3) with a few columns of ours besides; the Inbox table is ours alone.
/// </summary>
internal sealed class AzureHubStore : IHubStore, IAsyncDisposable
{
    private readonly AzureHub _hub;
    private readonly TimeProvider _time;
    private readonly LargeValues _large;
    private readonly HistoryWriter _writer;
    private readonly InstanceReader _reader;
    private readonly InboxRemover _remover;
    private long _lastMessage;

    public AzureHubStore(AzureHub hub, TimeProvider time, ILogger<AzureHubStore> logger)
    {
        _hub = hub;
        _time = time;
        _large = new(hub.LargeMessages);
        _writer = new(hub, _large, time);
        _reader = new(hub, _large);
        _remover = new(hub.Inbox, time, logger);
    }

    public ValueTask DisposeAsync() => _remover.DisposeAsync();

    public Task EnsureCreatedAsync(CancellationToken cancellation) => StorageCall.RunAsync(
        () => Task.WhenAll(
            _hub.Instances.CreateIfNotExistsAsync(cancellation),
            _hub.History.CreateIfNotExistsAsync(cancellation),
            _hub.Inbox.CreateIfNotExistsAsync(cancellation),
            _hub.LargeMessages.CreateIfNotExistsAsync(cancellationToken: cancellation)),
        cancellation);

    public Task<CreateOutcome> CreateInstanceAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        var partition = TableKeys.ForInstance(start.InstanceId);
        return StorageCall.RunAsync(() => CreateAsync(partition, start, replaceable, cancellation), cancellation);
    }

    public Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation)
    {
        var row = InboxFormat.ToEntity(TableKeys.ForInstance(instanceId), NextMessageId(), dedupeId, message);
        var accepted = new InboxMessage(InboxFormat.Id(row), dedupeId, message);
        return StorageCall.RunAsync(
            async () =>
            {
                await _large.MoveOutAsync([row], "inbox", cancellation);
                TableLimits.Check(row);
                while (true)
                {
                    try
                    {
                        await _hub.Inbox.AddEntityAsync(row, cancellation);
                        return accepted;
                    }
                    catch (RequestFailedException e) when (e.Status == 409)
                    {
                        var first = await _hub.Inbox.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
                        if (!first.HasValue)
                            continue;
                        await _large.MoveInAsync([first.Value!], cancellation);
                        return InboxFormat.ToMessage(first.Value!);
                    }
                }
            },
            cancellation);
    }

    public Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation)
    {
        var partition = TableKeys.ForInstance(instanceId);
        return StorageCall.RunAsync(
            async () =>
            {
                var loaded = await _reader.LoadAsync(partition, cancellation);
                if (loaded is null)
                    return null;
                _remover.Enqueue(partition, loaded.Removable);
                if (loaded.IsRepaired)
                    await RepairAsync(partition, loaded, cancellation);
                return loaded.State;
            },
            cancellation);
    }

    public Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var partition = TableKeys.ForInstance(checkpoint.InstanceId);
        return StorageCall.RunAsync(
            async () =>
            {
                string[] consumed = [.. _remover.Unconfirmed(partition), .. checkpoint.Consumed.Select(m => m.Id)];
                var written = await _writer.WriteAsync(partition, checkpoint, consumed, cancellation);
                if (checkpoint.Row is { } row)
                {
                    var merged = InstanceFormat.Merged(_hub.Name, partition, checkpoint, row);
                    await UpsertRowAsync(merged, row.ExecutionId, cancellation);
                }
                _remover.Enqueue(partition, checkpoint.Consumed);
                return written.ToToken();
            },
            cancellation);
    }

    public async IAsyncEnumerable<string> ListUnfinishedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var ids = _reader.ListUnfinishedAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await StorageCall.RunAsync(() => ids.MoveNextAsync().AsTask(), cancellation))
            yield return ids.Current;
    }

    public Task<InstanceRow?> GetRowAsync(string instanceId, bool withPayloads, CancellationToken cancellation)
    {
        var partition = TableKeys.ForInstance(instanceId);
        return StorageCall.RunAsync(() => _reader.GetRowAsync(partition, withPayloads, cancellation), cancellation);
    }

    public Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation) =>
        StorageCall.RunAsync(() => _reader.QueryAsync(filter, cancellation), cancellation);

    public Task<bool> PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        var partition = TableKeys.ForInstance(instanceId);
        return StorageCall.RunAsync(
            async () =>
            {
                var row = await _hub.Instances.GetEntityIfExistsAsync<TableEntity>(partition, "", InstanceFormat.KeyColumns, cancellation);
                var remains = await Remains.FindAsync(_hub, _large, partition, cancellation);
                await remains.RemoveAsync(cancellation);
                // The row goes last: while it stands, an interrupted purge can be repeated.
                if (row.HasValue)
                    await _hub.Instances.DeleteEntityAsync(partition, "", ETag.All, cancellation);
                return row.HasValue;
            },
            cancellation);
    }

    private async Task<CreateOutcome> CreateAsync(string partition, ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        var row = InstanceFormat.Created(_hub.Name, partition, start, generation: 0, inboxFrom: "");
        await _large.MoveOutAsync([row], start.ExecutionId, cancellation);
        TableLimits.Check(row);
        while (true)
        {
            try
            {
                await _hub.Instances.AddEntityAsync(row, cancellation);
                return Created(start);
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                if (await ReplaceAsync(partition, start, replaceable, cancellation) is { } outcome)
                    return outcome;
            }
        }
    }

    /// <returns>Null if the row that stood in the way changed meanwhile: look again.</returns>
    private async Task<CreateOutcome?> ReplaceAsync(string partition, ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        var former = await _hub.Instances.GetEntityIfExistsAsync<TableEntity>(partition, "", cancellationToken: cancellation);
        if (!former.HasValue)
            return null;
        if (InstanceFormat.Details(former.Value!).ExecutionId == start.ExecutionId)
            return new(CreateResult.Created, Existing: null);
        if (await _reader.GetRowAsync(partition, withPayloads: false, cancellation) is not { } seen)
            return null;
        if (!replaceable.Contains(seen.Status))
            return new(CreateResult.Exists, seen.Status);

        var remains = await Remains.FindAsync(_hub, _large, partition, cancellation);
        var row = InstanceFormat.Created(_hub.Name, partition, start, (former.Value!.GetInt32("Generation") ?? 0) + 1, NextMessageId());
        await _large.MoveOutAsync([row], start.ExecutionId, cancellation);
        try
        {
            await _hub.Instances.UpdateEntityAsync(row, former.Value.ETag, TableUpdateMode.Replace, cancellation);
        }
        catch (RequestFailedException e) when (StorageCall.IsConflict(e))
        {
            return null;
        }
        // From here on the new start stands; what is left of the former life is nobody's, whether or not its removal succeeds.
        await remains.RemoveAsync(cancellation);
        return Created(start);
    }

    private static CreateOutcome Created(ExecutionStarted start) => new(
        CreateResult.Created,
        Existing: null,
        new(
            InstanceRow.Of(start),
            start,
            [],
            [],
            SentinelState.None(start.ExecutionId).ToToken()));

    private async Task RepairAsync(string partition, LoadedInstance loaded, CancellationToken cancellation)
    {
        var row = InstanceFormat.Repaired(_hub.Name, partition, loaded.RowCheckpointId, loaded.State.Row);
        await _large.MoveOutAsync([row], loaded.State.Row.ExecutionId, cancellation);
        _large.NameByUrl(row, "Output");
        try
        {
            await _hub.Instances.UpdateEntityAsync(row, loaded.RowETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException e) when (StorageCall.IsConflict(e))
        {
            // Whoever wrote the row meanwhile knew better.
        }
    }

    private async Task UpsertRowAsync(TableEntity row, string executionId, CancellationToken cancellation)
    {
        await _large.MoveOutAsync([row], executionId, cancellation);
        _large.NameByUrl(row, "Output");
        TableLimits.Check(row);
        await _hub.Instances.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    /// <summary>Ids rise with time, and strictly within this process; one process owns a hub.</summary>
    private string NextMessageId()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastMessage);
            var next = Math.Max(last + 1, _time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref _lastMessage, next, last) == last)
                return next.ToString("X16", CultureInfo.InvariantCulture);
        }
    }
}
