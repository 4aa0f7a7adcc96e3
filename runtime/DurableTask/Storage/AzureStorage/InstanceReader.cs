using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Reads instances as they truly are: the row as far as the history agrees with it.</summary>
internal sealed class InstanceReader(AzureHub hub, LargeValues large)
{
    public async Task<LoadedInstance?> LoadAsync(string partitionKey, CancellationToken cancellation)
    {
        var byPartition = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
        var rowRead = hub.Instances.GetEntityIfExistsAsync<TableEntity>(partitionKey, "", cancellationToken: cancellation);
        var historyRead = ReadAllAsync(hub.History, byPartition, cancellation);
        var inboxRead = ReadAllAsync(hub.Inbox, byPartition, cancellation);
        await Task.WhenAll(rowRead, historyRead, inboxRead);
        if (!(await rowRead).HasValue)
            return null;

        var row = (await rowRead).Value!;
        var details = InstanceFormat.Details(row);
        var rows = await historyRead;
        var stored = rows.Find(r => r.RowKey == TableKeys.Sentinel);
        var sentinel = SentinelState.Read(stored, details.ExecutionId);
        var live = Live(rows, sentinel);
        var (waiting, removable) = Messages(await inboxRead, sentinel.IsForeign ? null : stored, details.InboxFrom);

        large.NameFromUrl(row, "Output");
        await large.MoveInAsync([row, .. live, .. waiting], cancellation);
        var history = live.ConvertAll(HistoryFormat.FromEntity);
        var instance = InstanceFormat.ToRow(row, withPayloads: true);
        var isStale = history.Count > 0 && stored!.GetString("RowCheckpointId") != row.GetString("CheckpointId");
        if (isStale)
        {
            await large.MoveInAsync([stored!], cancellation);
            instance = RowRepair.FromHistory(instance, history, stored!.GetString("CustomStatus"));
        }
        var start = history.OfType<ExecutionStarted>().FirstOrDefault() ?? InstanceFormat.Start(row);
        var inbox = waiting.Select(InboxFormat.ToMessage).OrderBy(m => m.Id, StringComparer.Ordinal).ToList();
        return new(
            new(instance, start, history, inbox, sentinel.ToToken()),
            row.ETag,
            isStale ? stored!.GetString("RowCheckpointId") : null,
            isStale,
            removable.ConvertAll(InboxFormat.ToMessageKey));
    }

    public async Task<InstanceRow?> GetRowAsync(string partitionKey, bool withPayloads, CancellationToken cancellation)
    {
        var select = withPayloads ? null : InstanceFormat.CheapColumns;
        var rowRead = hub.Instances.GetEntityIfExistsAsync<TableEntity>(partitionKey, "", select, cancellation);
        var sentinelRead = hub.History.GetEntityIfExistsAsync<TableEntity>(
            partitionKey, TableKeys.Sentinel, ["PartitionKey", "RowKey", "AcceptedExecutionId", "RowCheckpointId", "EventCount"], cancellation);
        await Task.WhenAll(rowRead, sentinelRead);
        if (!(await rowRead).HasValue)
            return null;
        var row = (await rowRead).Value!;
        if ((await sentinelRead) is { HasValue: true, Value: { } sentinel }
            && sentinel.GetString("AcceptedExecutionId") == InstanceFormat.Details(row).ExecutionId
            && sentinel.GetString("RowCheckpointId") != row.GetString("CheckpointId"))
        {
            var loaded = await LoadAsync(partitionKey, cancellation);
            return withPayloads || loaded is null ? loaded?.State.Row : loaded.State.Row with { Input = null, Output = null, CustomStatus = null, Failure = null };
        }
        if (withPayloads)
            await FetchPayloadsAsync([row], cancellation);
        return InstanceFormat.ToRow(row, withPayloads);
    }

    public async Task<InstancePage> QueryAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        var after = InstanceQuery.ReadContinuation(filter.Continuation);
        var rows = new List<TableEntity>(filter.PageSize);
        string? continuation = null;
        var query = hub.Instances.QueryAsync<TableEntity>(
            InstanceQuery.Filter(filter, after), filter.PageSize, filter.WithPayloads ? null : InstanceFormat.CheapColumns, cancellation);
        // The service may answer short or empty pages of its own; what we hand out is cut by key, so that it does not depend on its tokens.
        await foreach (var page in query.AsPages(pageSizeHint: filter.PageSize).WithCancellation(cancellation))
        {
            var room = filter.PageSize - rows.Count;
            rows.AddRange(page.Values.Take(room));
            if (rows.Count < filter.PageSize)
                continue;
            if (page.Values.Count > room || page.ContinuationToken is not null)
                continuation = InstanceQuery.WriteContinuation(rows[^1].PartitionKey);
            break;
        }
        if (filter.WithPayloads)
            await FetchPayloadsAsync(rows, cancellation);
        return new(rows.ConvertAll(row => InstanceFormat.ToRow(row, filter.WithPayloads)), continuation);
    }

    public IAsyncEnumerable<string> ListUnfinishedAsync(CancellationToken cancellation) => hub.Instances
        .QueryAsync<TableEntity>(InstanceQuery.Unfinished, select: InstanceFormat.KeyColumns, cancellationToken: cancellation)
        .Select(row => TableKeys.Unescape(row.PartitionKey));

    public static async Task<List<TableEntity>> ReadAllAsync(TableClient table, string filter, CancellationToken cancellation, IEnumerable<string>? select = null)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: select, cancellationToken: cancellation))
            rows.Add(row);
        return rows;
    }

    private async Task FetchPayloadsAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
            large.NameFromUrl(row, "Output");
        await large.MoveInAsync(rows, cancellation);
    }

    /// <summary>The rows of the present execution, complete checkpoints only.</summary>
    private static List<TableEntity> Live(List<TableEntity> rows, SentinelState sentinel)
    {
        if (sentinel.EventCount == 0)
            return [];
        var live = rows
            .Where(r => TableKeys.TryParseHistoryRow(r.RowKey, out var index) && index >= sentinel.FirstRow && index < sentinel.FirstRow + sentinel.EventCount)
            .Where(r => r.GetString("ExecutionId") == sentinel.ExecutionId)
            .OrderBy(r => r.RowKey, StringComparer.Ordinal)
            .ToList();
        if (live.Count != sentinel.EventCount)
            throw new InvalidDataException($"The history of '{rows[0].PartitionKey}' has {live.Count} events; its sentinel counts {sentinel.EventCount}.");
        return live;
    }

    private static (List<TableEntity> Waiting, List<TableEntity> Removable) Messages(List<TableEntity> inbox, TableEntity? sentinel, string inboxFrom)
    {
        var consumed = sentinel is null ? null : SentinelState.ReadConsumed(sentinel);
        List<TableEntity> waiting = [], removable = [];
        foreach (var message in inbox)
        {
            var id = InboxFormat.Id(message);
            var isPast = string.CompareOrdinal(id, inboxFrom) < 0 || consumed?.Contains(id) == true;
            (isPast ? removable : waiting).Add(message);
        }
        return (waiting, removable);
    }
}

/// <param name="RowCheckpointId">The checkpoint that the repaired row stands for.</param>
/// <param name="IsRepaired">The stored row was behind the history; the state holds a better one.</param>
/// <param name="Removable">Inbox messages that are consumed, their removal lost.</param>
internal sealed record LoadedInstance(
    InstanceState State, global::Azure.ETag RowETag, string? RowCheckpointId, bool IsRepaired, IReadOnlyList<InboxMessage> Removable);
