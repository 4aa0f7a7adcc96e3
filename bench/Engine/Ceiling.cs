using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;

namespace Bench.Engine;

/// <summary>What the emulator can do at best: the storage calls that the engine makes, with nothing around them.</summary>
internal sealed class Ceiling(TableServiceClient tables)
{
    private readonly TableClient _instances = tables.GetTableClient("CeilingInstances");
    private readonly TableClient _history = tables.GetTableClient("CeilingHistory");

    public Task CreateAsync() => Task.WhenAll(_instances.CreateIfNotExistsAsync(), _history.CreateIfNotExistsAsync());

    /// <summary>A single row inserted, in milliseconds.</summary>
    public async Task<double> InsertAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await _instances.AddEntityAsync(InstanceRow(Guid.NewGuid().ToString("N")));
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>Transactions like those of a 20-step sequence, one after the other, in milliseconds each.</summary>
    public async Task<double> StepAsync(int steps)
    {
        var partition = Guid.NewGuid().ToString("N");
        var etag = await TransactAsync(partition, 0, 4, etag: null);
        var begun = Stopwatch.GetTimestamp();
        for (var i = 1; i <= steps; i++)
            etag = await TransactAsync(partition, 4 * i, 4, etag);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds / steps;
    }

    /// <summary>Start, first transaction, row merge: what must be stored before a first activity may run, in milliseconds.</summary>
    public async Task<double> StartAsync()
    {
        var partition = Guid.NewGuid().ToString("N");
        var begun = Stopwatch.GetTimestamp();
        await _instances.AddEntityAsync(InstanceRow(partition));
        await TransactAsync(partition, 0, 4, etag: null);
        await MergeAsync(partition);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>The calls of so many sequences at once, in steps per second.</summary>
    public Task<double> SequencesAsync(int instances, int steps) => ManyAsync(instances, instances * steps, async partition =>
    {
        await _instances.AddEntityAsync(InstanceRow(partition));
        ETag? etag = null;
        for (var i = 0; i <= steps; i++)
            etag = await TransactAsync(partition, 4 * i, 4, etag);
    });

    /// <summary>The calls of so many fan-outs at once, all results of one taken together, in steps per second.</summary>
    public Task<double> FanOutsAsync(int instances, int width) => ManyAsync(instances, instances * width, async partition =>
    {
        await _instances.AddEntityAsync(InstanceRow(partition));
        var etag = await TransactAsync(partition, 0, width + 3, etag: null);
        await TransactAsync(partition, width + 3, width + 3, etag);
    });

    private async Task<double> ManyAsync(int instances, int steps, Func<string, Task> calls)
    {
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
        {
            var partition = Guid.NewGuid().ToString("N");
            await calls(partition);
            // The row shows Running, then Completed.
            await MergeAsync(partition);
            await MergeAsync(partition);
        }));
        return steps / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private async Task<ETag> TransactAsync(string partition, int position, int events, ETag? etag)
    {
        var sentinel = new SentinelState(partition, partition, 0, position + events, HasBlobs: false, etag, IsForeign: false);
        var row = sentinel.ToEntity(partition);
        row["CheckpointId"] = partition;
        row["IsCheckpointComplete"] = true;
        row["CheckpointCompletedTimestamp"] = DateTime.UtcNow;
        var actions = new List<TableTransactionAction>(events + 1) { sentinel.Write(row) };
        for (var i = 0; i < events; i++)
        {
            var e = new TaskCompleted(DateTime.UtcNow, position + i, "1");
            actions.Add(new(TableTransactionActionType.UpsertReplace, HistoryFormat.ToEntity(partition, TableKeys.HistoryRow(position + i), partition, e)));
        }
        var answer = await _history.SubmitTransactionAsync(actions);
        return answer.Value[0].Headers.ETag!.Value;
    }

    private Task<Response> MergeAsync(string partition) => _instances.UpsertEntityAsync(
        new TableEntity(partition, "")
        {
            ["CustomStatus"] = "null",
            ["ExecutionId"] = partition,
            ["LastUpdatedTime"] = DateTime.UtcNow,
            ["RuntimeStatus"] = "Running",
            ["TaskHubName"] = "Ceiling",
            ["CheckpointId"] = partition,
        },
        TableUpdateMode.Merge);

    private static TableEntity InstanceRow(string id) => InstanceFormat.Created(
        "Ceiling",
        id,
        new ExecutionStarted(DateTime.UtcNow, id, id, "Sequence", Version: null, "5", Parent: null, Tags: null, ScheduledStartTime: null, TraceParent: null),
        generation: 0,
        inboxFrom: "");
}
