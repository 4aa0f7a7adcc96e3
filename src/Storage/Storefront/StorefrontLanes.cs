using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Storage.Storefront;

/// <summary>
/// Which orders have something to tell which endpoint, and when each should be tried: one row an endpoint and order, partition = endpoint,
/// written after the order's rows that are to be told, and deleted when all of them are.
/// </summary>
public sealed class StorefrontLanes(TableServiceClient tables, QueueServiceClient queues, Tray<LaneWork> tray, TimeProvider clock)
{
    /// <summary>The queue of <see cref="LaneWork"/>.</summary>
    public const string Queue = StorageSchema.StorefrontQueue;

    private const string LookAt = nameof(LookAt);
    private const string Touched = nameof(Touched);

    /// <summary>How long who was to take a lane up is given before the sweep looks after it.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>A pause that is longer is not waited for in the queue: the sweep queues the lane when its time has come.</summary>
    private static readonly TimeSpan _longestInQueue = TimeSpan.FromMinutes(1);

    private readonly TableClient _lanes = tables.GetTableClient(StorageSchema.StorefrontLanes);
    private readonly QueueClient _queue = queues.GetQueueClient(Queue);

    /// <summary>
    /// Has what an order tells taken up. A lane that waits for its next try goes on waiting; whoever was about to end it looks once more.
    /// </summary>
    public async Task WakeAsync(string endpointId, string orderId, CancellationToken cancellation = default)
    {
        var lane = new StorefrontLane(endpointId, orderId, clock.GetUtcNow());
        while (!await _lanes.InsertAsync(RowOf(lane, lane.DueAt + _patience), cancellation))
        {
            var touch = new TableEntity(TableKey.Escape(endpointId), TableKey.Escape(orderId)) { [Touched] = Guid.NewGuid().ToString("N") };
            try
            {
                await _lanes.UpdateEntityAsync(touch, ETag.All, TableUpdateMode.Merge, cancellation);
                return;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // It has ended just now.
            }
        }

        await TakeUpAsync(new LaneWork(endpointId, orderId, Signals.Here), cancellation);
    }

    /// <summary>Has a lane tried at once, from the first try on, whatever it waits for: somebody asked for a replay.</summary>
    public async Task RestartAsync(string endpointId, string orderId, CancellationToken cancellation = default)
    {
        var lane = new StorefrontLane(endpointId, orderId, clock.GetUtcNow());
        await _lanes.UpsertEntityAsync(RowOf(lane, lane.DueAt + _patience), TableUpdateMode.Replace, cancellation);
        await TakeUpAsync(new LaneWork(endpointId, orderId, Signals.Here), cancellation);
    }

    public async Task<StorefrontLane?> FindAsync(string endpointId, string orderId, CancellationToken cancellation = default) =>
        await _lanes.FindAsync(TableKey.Escape(endpointId), TableKey.Escape(orderId), cancellation) is { } row ? LaneIn(row) : null;

    /// <summary>Changes a lane, unless somebody changed it first.</summary>
    /// <returns>As it is stored now; null if <paramref name="lane"/> was no longer current.</returns>
    public async Task<StorefrontLane?> MoveAsync(StorefrontLane lane, CancellationToken cancellation = default)
    {
        var lookAt = (lane.HeldUntil > lane.DueAt ? lane.HeldUntil.Value : lane.DueAt) + _patience;
        try
        {
            var answer = await _lanes.UpdateEntityAsync(RowOf(lane, lookAt), new ETag(lane.Version), TableUpdateMode.Replace, cancellation);
            return lane with { Version = answer.Headers.ETag!.Value.ToString() };
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e) || e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Has a lane come back when its next try is due.</summary>
    public async Task QueueAsync(StorefrontLane lane, CancellationToken cancellation = default)
    {
        var pause = lane.DueAt - clock.GetUtcNow();
        if (pause <= _longestInQueue)
            await _queue.SendAsync(
                new LaneWork(lane.EndpointId, lane.OrderId),
                pause > TimeSpan.Zero ? pause : TimeSpan.Zero,
                cancellation
            );
    }

    /// <summary>Nothing is left to be told.</summary>
    /// <returns>False if there is, perhaps: it was changed since it was read.</returns>
    public async Task<bool> EndAsync(StorefrontLane lane, CancellationToken cancellation = default)
    {
        try
        {
            await _lanes.DeleteEntityAsync(
                TableKey.Escape(lane.EndpointId),
                TableKey.Escape(lane.OrderId),
                new ETag(lane.Version),
                cancellation
            );
            return true;
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>Queues the lanes of an endpoint whose time has come and that nobody has taken up, some at most.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(string endpointId, int most, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var swept = 0;
        var filter = $"{TableKey.InPartition(TableKey.Escape(endpointId))} and {TableClient.CreateQueryFilter($"LookAt le {now}")}";
        await foreach (var row in _lanes.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).Take(most))
        {
            var lane = LaneIn(row);
            if (!await _lanes.ReplaceAsync(RowOf(lane, now + _patience + _patience), row.ETag, cancellation))
                continue;
            await _queue.SendAsync(new LaneWork(lane.EndpointId, lane.OrderId), TimeSpan.Zero, cancellation);
            swept++;
        }

        return swept;
    }

    private async Task TakeUpAsync(LaneWork work, CancellationToken cancellation)
    {
        if (!tray.TryPut(work))
            await _queue.SendAsync(work, TimeSpan.Zero, cancellation);
    }

    private static TableEntity RowOf(StorefrontLane lane, DateTimeOffset lookAt) =>
        new TableEntity(TableKey.Escape(lane.EndpointId), TableKey.Escape(lane.OrderId)) { [LookAt] = lookAt }.With(lane);

    private static StorefrontLane LaneIn(TableEntity row) => row.Read<StorefrontLane>() with { Version = row.ETag.ToString() };
}

/// <summary>What an order tells an endpoint, message by message.</summary>
/// <param name="DueAt">When its next message is to be tried.</param>
/// <param name="Sequence">The message that was tried last.</param>
/// <param name="Tries">How often that was tried.</param>
/// <param name="HeldUntil">Somebody has it in hand; until then at most.</param>
/// <param name="HeldBy">Who that is.</param>
public sealed record StorefrontLane(
    string EndpointId,
    string OrderId,
    DateTimeOffset DueAt,
    int Sequence = 0,
    int Tries = 0,
    DateTimeOffset? HeldUntil = null,
    string? HeldBy = null
)
{
    /// <summary>Tells whether somebody changed it meanwhile.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Version { get; init; } = "";
}

/// <summary>The message of queue <c>storefront</c>: a lane is to be looked at.</summary>
/// <param name="Trace">The span of the step that tells, so that the delivery is seen in the order's trace.</param>
public sealed record LaneWork(string EndpointId, string OrderId, string? Trace = null);
