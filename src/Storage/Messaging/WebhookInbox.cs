using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Messaging;

/// <summary>
/// What outside companies posted and we accepted: written before it is answered, and the truth about its delivery. Partition = source.
/// <c>event:{id}</c> holds what was posted and never changes but for its outcome, with which the body goes; <c>pending:{id}</c> is there
/// until the event is settled, and knows when its next queue message is due.
/// </summary>
public sealed class WebhookInbox(TableServiceClient tables, QueueServiceClient queues, TimeProvider clock)
{
    /// <summary>The queue of <see cref="WebhookMessage"/>.</summary>
    public const string Queue = StorageSchema.WebhookQueue;

    private const string EventPrefix = "event:";
    private const string PendingPrefix = "pending:";
    private const string Body = nameof(Body);
    private const string Delivered = "delivered";

    /// <summary>Two rows each: as many as a transaction holds.</summary>
    private const int MostAtOnce = RowTransaction.MostRows / 2;

    private readonly TableClient _inbox = tables.GetTableClient(StorageSchema.Inbox);
    private readonly QueueClient _queue = queues.GetQueueClient(Queue);

    /// <summary>Stores an event unless one of its id is there. When this returns it is durable, and whom it is for can be told.</summary>
    /// <param name="source">Kind and name of the sender: <c>payments-sandbox</c>.</param>
    /// <param name="body">As posted; at most 64 KiB.</param>
    /// <param name="target">Whom to tell what.</param>
    public async Task<AcceptOutcome> AcceptAsync(
        string source,
        string eventId,
        ReadOnlyMemory<byte> body,
        WebhookTarget target,
        CancellationToken cancellation = default
    )
    {
        var now = clock.GetUtcNow();
        var partition = TableKey.Escape(source);
        var id = TableKey.Escape(eventId);
        var transaction = new RowTransaction(_inbox)
            .Add(
                new TableEntity(partition, EventPrefix + id)
                {
                    ["EventId"] = eventId,
                    [Body] = body.ToArray(),
                    ["ReceivedAt"] = now,
                }.With(target)
            )
            .Add(Pending(partition, id, new(eventId, target.OrderId, target.HandledId, 0, now, now)));
        try
        {
            await transaction.SubmitAsync(cancellation);
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            if (await FindAsync(source, eventId, cancellation) is { } known && !known.Target.Says(target))
                return AcceptOutcome.Contradicts;

            // The first delivery may have died before it told anybody; telling twice does no harm.
            if (await FindDeliveryAsync(source, eventId, cancellation) is { Attempts: 0 })
                await QueueAsync(source, eventId, 0, TimeSpan.Zero, cancellation);
            return AcceptOutcome.Duplicate;
        }

        return AcceptOutcome.Accepted;
    }

    public async Task<WebhookEvent?> FindAsync(string source, string eventId, CancellationToken cancellation = default)
    {
        var row = await _inbox.FindAsync(TableKey.Escape(source), EventPrefix + TableKey.Escape(eventId), cancellation);
        return row is null
            ? null
            : new(
                source,
                eventId,
                row.GetBinary(Body),
                row.Read<WebhookTarget>(),
                row.GetDateTimeOffset("ReceivedAt")!.Value,
                row.GetString("Outcome")
            );
    }

    /// <summary>How far the delivery of an unsettled event is; null once it is settled.</summary>
    public async Task<WebhookDelivery?> FindDeliveryAsync(string source, string eventId, CancellationToken cancellation = default)
    {
        var row = await _inbox.FindAsync(TableKey.Escape(source), PendingPrefix + TableKey.Escape(eventId), cancellation);
        return row is null ? null : Delivery(row);
    }

    /// <summary>Counts one more attempt and promises the next after a delay, unless somebody counted first.</summary>
    /// <returns>False if <paramref name="current"/> is not how the delivery stands.</returns>
    public async Task<bool> ClaimAsync(
        string source,
        string eventId,
        WebhookDelivery current,
        TimeSpan nextAfter,
        CancellationToken cancellation = default
    )
    {
        var claimed = current with { Attempts = current.Attempts + 1, NextAt = clock.GetUtcNow() + nextAfter };
        return await _inbox.ReplaceAsync(
            Pending(TableKey.Escape(source), TableKey.Escape(eventId), claimed),
            new ETag(current.Version),
            cancellation
        );
    }

    /// <summary>Sends the queue message of a delivery's next attempt.</summary>
    public Task QueueAsync(string source, string eventId, int attempt, TimeSpan delay, CancellationToken cancellation = default) =>
        _queue.SendAsync(new WebhookMessage(source, eventId, attempt), delay, cancellation);

    /// <summary>Ends the delivery; settled twice is settled once.</summary>
    /// <param name="outcome"><c>delivered</c> or <c>quarantined</c>.</param>
    public async Task SettleAsync(string source, string eventId, string outcome, CancellationToken cancellation = default)
    {
        try
        {
            await _inbox.SubmitTransactionAsync(Settling(source, eventId, outcome), cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Settled before.
        }
    }

    /// <summary>The same of many that were delivered, at a transaction for every <see cref="MostAtOnce"/>.</summary>
    public async Task SettleAsync(string source, IReadOnlyList<string> eventIds, CancellationToken cancellation = default)
    {
        foreach (var some in eventIds.Chunk(MostAtOnce))
        {
            try
            {
                await _inbox.SubmitTransactionAsync(some.SelectMany(id => Settling(source, id, Delivered)), cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // One of them was settled before.
                foreach (var eventId in some)
                    await SettleAsync(source, eventId, Delivered, cancellation);
            }
        }
    }

    private TableTransactionAction[] Settling(string source, string eventId, string outcome)
    {
        var partition = TableKey.Escape(source);
        var id = TableKey.Escape(eventId);
        var mark = new TableEntity(partition, EventPrefix + id) { ["Outcome"] = outcome, ["SettledAt"] = clock.GetUtcNow() };

        // A body may name people; what was delivered is not needed again.
        if (outcome == Delivered)
            mark[Body] = Array.Empty<byte>();
        return
        [
            new(TableTransactionActionType.UpdateMerge, mark, ETag.All),
            new(TableTransactionActionType.Delete, new TableEntity(partition, PendingPrefix + id), ETag.All),
        ];
    }

    /// <summary>Delivers a settled event once more: operations asked for it.</summary>
    /// <returns>False if it is not settled, or not known.</returns>
    public async Task<bool> ReopenAsync(string source, string eventId, CancellationToken cancellation = default)
    {
        if (await FindAsync(source, eventId, cancellation) is not { Target: var target })
            return false;
        var now = clock.GetUtcNow();
        WebhookDelivery reopened = new(eventId, target.OrderId, target.HandledId, 0, now, now);
        if (!await _inbox.InsertAsync(Pending(TableKey.Escape(source), TableKey.Escape(eventId), reopened), cancellation))
            return false;
        await QueueAsync(source, eventId, 0, TimeSpan.Zero, cancellation);
        return true;
    }

    /// <summary>The unsettled events that should have been attempted, or have had their effect, so long ago.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> OverdueAsync(
        string source,
        TimeSpan overdue,
        CancellationToken cancellation = default
    )
    {
        var late = new List<WebhookDelivery>();
        var filter =
            $"{TableKey.InPartition(TableKey.Escape(source))} and {TableKey.StartingWith(PendingPrefix)} and "
            + $"{TableClient.CreateQueryFilter($"NextAt le {clock.GetUtcNow() - overdue}")}";
        await foreach (var row in _inbox.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            late.Add(Delivery(row));
        return late;
    }

    /// <summary>
    /// Queues an overdue event again: its message is lost, or hidden, or what it told was. It is put off for as long as it is late, so that
    /// a long queue is not made longer again and again.
    /// </summary>
    /// <returns>False if somebody took it up meanwhile.</returns>
    public async Task<bool> QueueAgainAsync(string source, WebhookDelivery late, TimeSpan overdue, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var putOff = late with { NextAt = now + (now - late.NextAt) - overdue };
        var row = Pending(TableKey.Escape(source), TableKey.Escape(late.EventId), putOff);
        if (!await _inbox.ReplaceAsync(row, new ETag(late.Version), cancellation))
            return false;
        await QueueAsync(source, late.EventId, late.Attempts, TimeSpan.Zero, cancellation);
        return true;
    }

    /// <summary>Since when the oldest unsettled event of a sender has been under way; null if all are settled.</summary>
    public async Task<DateTimeOffset?> OldestPendingAsync(string source, CancellationToken cancellation = default)
    {
        DateTimeOffset? oldest = null;
        var filter = $"{TableKey.InPartition(TableKey.Escape(source))} and {TableKey.StartingWith(PendingPrefix)}";
        await foreach (var row in _inbox.QueryAsync<TableEntity>(filter, select: ["Since"], cancellationToken: cancellation))
        {
            if (row.GetDateTimeOffset("Since")!.Value is var since && !(since > oldest))
                oldest = since;
        }

        return oldest;
    }

    private static TableEntity Pending(string partition, string id, WebhookDelivery delivery) =>
        new(partition, PendingPrefix + id)
        {
            [nameof(WebhookDelivery.EventId)] = delivery.EventId,
            [nameof(WebhookDelivery.OrderId)] = delivery.OrderId,
            [nameof(WebhookDelivery.HandledId)] = delivery.HandledId,
            [nameof(WebhookDelivery.Attempts)] = delivery.Attempts,
            [nameof(WebhookDelivery.NextAt)] = delivery.NextAt,
            [nameof(WebhookDelivery.Since)] = delivery.Since,
        };

    private static WebhookDelivery Delivery(TableEntity row) =>
        new(
            row.GetString(nameof(WebhookDelivery.EventId)),
            row.GetString(nameof(WebhookDelivery.OrderId)),
            row.GetString(nameof(WebhookDelivery.HandledId)),
            row.GetInt32(nameof(WebhookDelivery.Attempts))!.Value,
            row.GetDateTimeOffset(nameof(WebhookDelivery.NextAt))!.Value,
            row.GetDateTimeOffset(nameof(WebhookDelivery.Since))!.Value,
            row.ETag.ToString()
        );
}

public enum AcceptOutcome
{
    Accepted,
    Duplicate,

    /// <summary>An event of this id was accepted that says something else, or is for somebody else: this one is not stored.</summary>
    Contradicts,
}

/// <summary>Whom an event is for, in the orchestrations' terms.</summary>
/// <param name="ParcelNumber">Set when a parcel's orchestration is meant, not the order's.</param>
/// <param name="EventName">One of <see cref="Domain.Status.OrderEvents"/>.</param>
/// <param name="HandledId">The id that the order's handled rows know it by.</param>
/// <param name="Payload">The event as JSON.</param>
/// <param name="Rma">Set when a return's orchestration is meant.</param>
public sealed record WebhookTarget(
    string OrderId,
    int? ParcelNumber,
    string EventName,
    string HandledId,
    System.Text.Json.JsonElement Payload,
    string? Rma = null
)
{
    /// <summary>
    /// True if the other tells the same to the same. Its text may differ: companies lay a repeated delivery out anew, and what was posted
    /// is gone once it was delivered.
    /// </summary>
    public bool Says(WebhookTarget other) =>
        (OrderId, ParcelNumber, EventName, HandledId, Rma)
            == (other.OrderId, other.ParcelNumber, other.EventName, other.HandledId, other.Rma)
        && System.Text.Json.JsonElement.DeepEquals(Payload, other.Payload);

    public string InstanceId =>
        (Rma, ParcelNumber) switch
        {
            ({ } rma, _) => CaseKinds.InstanceId(OrderId, CaseKind.Return, rma),
            (_, { } number) => ShipmentIds.InstanceId(OrderId, number),
            _ => OrderId,
        };
}

/// <param name="Body">As posted; empty once it was delivered.</param>
/// <param name="Outcome"><c>delivered</c>, <c>quarantined</c>; null while it is on its way.</param>
public sealed record WebhookEvent(
    string Source,
    string EventId,
    IReadOnlyList<byte> Body,
    WebhookTarget Target,
    DateTimeOffset ReceivedAt,
    string? Outcome
);

/// <param name="HandledId">See <see cref="WebhookTarget"/>.</param>
/// <param name="Attempts">How often the pump took it up.</param>
/// <param name="NextAt">When its next queue message is due.</param>
/// <param name="Since">When it was accepted, or asked for once more.</param>
/// <param name="Version">Tells whether another pump took it up meanwhile; empty until it is stored.</param>
public sealed record WebhookDelivery(
    string EventId,
    string OrderId,
    string HandledId,
    int Attempts,
    DateTimeOffset NextAt,
    DateTimeOffset Since,
    string Version = ""
);

/// <summary>The message of queue <c>webhooks</c>.</summary>
/// <param name="Attempt">The attempts before it: a message that is behind the row is a copy, and is dropped.</param>
public sealed record WebhookMessage(string Source, string EventId, int Attempt);
