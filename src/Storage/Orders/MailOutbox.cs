using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// The mails that orders owe their customers: rows beside the order, written with the step that owes them. Each is sent once.
/// </summary>
public sealed class MailOutbox(
    TableServiceClient tables,
    QueueServiceClient queues,
    Tray<MailMessage> tray,
    KnownOrders orders,
    TimeProvider clock
)
{
    /// <summary>The queue of <see cref="MailMessage"/>.</summary>
    public const string Queue = StorageSchema.MailQueue;

    /// <summary>Where the host puts a message on which its function failed too often.</summary>
    public const string PoisonQueue = StorageSchema.MailPoisonQueue;

    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly QueueClient _queue = queues.GetQueueClient(Queue);
    private readonly WaitingMails _waiting = new(tables, clock);

    public async Task<OutboxMail?> FindAsync(string orderId, MailKind kind, string reference, CancellationToken cancellation = default)
    {
        var row = await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Mail(kind, reference), cancellation);
        return row is null ? null : OutboxMail.In(row, orderId);
    }

    /// <summary>Moves a mail from one status to the next, unless somebody moved it first.</summary>
    /// <returns>The mail as it is now stored, or null if <paramref name="mail"/> was no longer current.</returns>
    public async Task<OutboxMail?> MoveAsync(OutboxMail mail, OutboxStatus to, CancellationToken cancellation = default)
    {
        var moved = mail with { Status = to, At = clock.GetUtcNow() };
        try
        {
            var response = await _orders.UpdateEntityAsync(
                OrderRows.Of(moved),
                new ETag(mail.Version),
                TableUpdateMode.Replace,
                cancellation
            );
            moved = moved with { Version = response.Headers.ETag!.Value.ToString() };
            orders.Moved(moved);
            return moved;
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            orders.Forget(mail.OrderId);
            return null;
        }
    }

    /// <summary>Has the sender come back to a mail after a while, unless another message of the same mail does so.</summary>
    public async Task PostponeAsync(MailMessage message, TimeSpan delay, CancellationToken cancellation = default)
    {
        var next = message with { Attempt = message.Attempt + 1 };
        if (await _waiting.PostponeAsync(next, delay, cancellation))
            await _queue.SendAsync(next, delay, cancellation);
    }

    /// <summary>Nothing more is to be done about a mail.</summary>
    public Task ForgetAsync(MailMessage message, CancellationToken cancellation = default) => _waiting.ForgetAsync(message, cancellation);

    /// <summary>Queues the mails again that should have been looked at so long ago and were not.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(TimeSpan overdue, CancellationToken cancellation = default)
    {
        var swept = 0;
        await foreach (var message in _waiting.TakeOverdueAsync(overdue, cancellation))
        {
            await _queue.SendAsync(message, TimeSpan.Zero, cancellation);
            swept++;
        }

        return swept;
    }

    /// <summary>How many mails have not come to their end.</summary>
    public Task<long> CountWaitingAsync(CancellationToken cancellation = default) => _waiting.CountAsync(cancellation);

    /// <summary>
    /// Has each mail of an order taken up that has not come to its end. For who finds a step written and cannot know whether its writer came
    /// to that.
    /// </summary>
    public async Task QueueOwedAsync(string orderId, CancellationToken cancellation = default)
    {
        var mails = $"{TableKey.InPartition(OrderRows.Partition(orderId))} and {TableKey.StartingWith(OrderRows.MailPrefix)}";
        await foreach (var row in _orders.QueryAsync<TableEntity>(mails, cancellationToken: cancellation))
        {
            if (OutboxMail.In(row, orderId) is { IsOwed: true } owed)
                await QueueAsync(orderId, owed.Mail, cancellation);
        }
    }

    /// <summary>The mails that a step owes from now on, in their order.</summary>
    internal IEnumerable<OutboxMail> New(string orderId, IEnumerable<OwedMail> mails)
    {
        var now = clock.GetUtcNow();
        return mails.Select(
            (mail, i) => new OutboxMail(orderId, mail, OutboxStatus.Queued, now.AddTicks(i), "") { OwedAt = now.AddTicks(i) }
        );
    }

    /// <summary>Has a mail taken up whose row is written.</summary>
    internal async Task QueueAsync(string orderId, OwedMail mail, StepWriting writing, CancellationToken cancellation)
    {
        // It may have been before.
        if (writing == StepWriting.Repeated && await FindAsync(orderId, mail.Kind, mail.Reference, cancellation) is { IsOwed: false })
            return;
        await QueueAsync(orderId, mail, cancellation);
    }

    private async Task QueueAsync(string orderId, OwedMail mail, CancellationToken cancellation)
    {
        var message = new MailMessage(orderId, mail.Kind, mail.Reference, Trace: Signals.Here);
        await _waiting.AddAsync(message, cancellation);
        if (!tray.TryPut(message))
            await _queue.SendAsync(message, TimeSpan.Zero, cancellation);
    }
}

/// <param name="At">When it came into its status.</param>
/// <param name="Version">Tells whether somebody changed it meanwhile.</param>
public sealed record OutboxMail(string OrderId, OwedMail Mail, OutboxStatus Status, DateTimeOffset At, string Version)
{
    /// <summary>When its order came to owe it.</summary>
    public required DateTimeOffset OwedAt { get; init; }

    /// <summary>It has not come to its end.</summary>
    public bool IsOwed => Status is OutboxStatus.Queued or OutboxStatus.Sending;

    /// <summary>Neither at its end nor in trouble.</summary>
    public bool IsUnderWay =>
        // Queued later than it was owed: it was tried, and could not be sent.
        Status == OutboxStatus.Sending
        || (Status == OutboxStatus.Queued && At == OwedAt);

    internal static OutboxMail In(TableEntity row, string orderId) =>
        new(
            orderId,
            row.Read<OwedMail>(),
            Enum.Parse<OutboxStatus>(row.GetString(nameof(Status))),
            row.GetDateTimeOffset(nameof(At))!.Value,
            row.ETag.ToString()
        )
        {
            OwedAt = row.GetDateTimeOffset(nameof(OwedAt))!.Value,
        };
}

public enum OutboxStatus
{
    Queued,

    /// <summary>Handed to the mail provider, whose answer is not known.</summary>
    Sending,
    Sent,

    /// <summary>No longer of use when its turn came: a payment reminder for an order that was paid meanwhile.</summary>
    Lapsed,

    /// <summary>Nobody can tell whether it went out; a person decides.</summary>
    Held,

    /// <summary>Refused by the mail provider for good.</summary>
    Failed,
}

/// <summary>The message of queue <c>mails</c>.</summary>
/// <param name="Attempt">How many attempts the provider's troubles have cost; the queue's own count is for ours.</param>
/// <param name="Trace">The span of the step that owes the mail, so that sending it is seen in the order's trace.</param>
public sealed record MailMessage(string OrderId, MailKind Kind, string Reference, int Attempt = 0, string? Trace = null);
