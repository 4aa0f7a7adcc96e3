using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Which mails of all orders have not come to their end, and when each should be looked at: one row a mail, written before its queue
/// message and deleted after its end. A queue message in the hand of a process that was killed is hidden for ten minutes; these rows are
/// what the sweep goes by.
/// </summary>
internal sealed class WaitingMails(TableServiceClient tables, TimeProvider clock)
{
    private const string Partition = "waiting";
    private const string DueAt = nameof(DueAt);

    private readonly TableClient _outbox = tables.GetTableClient(StorageSchema.Outbox);

    /// <summary>Notes a mail whose message is about to be sent for the first time.</summary>
    public Task AddAsync(MailMessage message, CancellationToken cancellation) =>
        _outbox.UpsertEntityAsync(RowOf(message, clock.GetUtcNow()), TableUpdateMode.Replace, cancellation);

    /// <summary>Notes when the next attempt is due.</summary>
    /// <param name="next">The message of that attempt.</param>
    /// <returns>False if another message has come as far as that: the one in hand is a copy, and must not be sent on.</returns>
    public async Task<bool> PostponeAsync(MailMessage next, TimeSpan delay, CancellationToken cancellation)
    {
        var row = RowOf(next, clock.GetUtcNow() + delay);
        if (await _outbox.FindAsync(row.PartitionKey, row.RowKey, cancellation) is not { } stored)
            return await _outbox.InsertAsync(row, cancellation);
        return stored.Read<MailMessage>().Attempt < next.Attempt && await _outbox.ReplaceAsync(row, stored.ETag, cancellation);
    }

    /// <summary>Forgets a mail that has come to its end.</summary>
    public Task ForgetAsync(MailMessage message, CancellationToken cancellation) =>
        _outbox.DeleteEntityAsync(Partition, KeyOf(message), ETag.All, cancellation);

    /// <summary>How many there are.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation) =>
        await _outbox
            .QueryAsync<TableEntity>(
                TableKey.InPartition(Partition),
                select: [nameof(ITableEntity.RowKey)],
                cancellationToken: cancellation
            )
            .LongCountAsync(cancellation);

    /// <summary>
    /// Takes the mails whose time is over by so much. Each is put off for as long as it is late, so that a long queue is not made longer
    /// again and again.
    /// </summary>
    public async IAsyncEnumerable<MailMessage> TakeOverdueAsync(TimeSpan overdue, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var filter = $"{TableKey.InPartition(Partition)} and {TableClient.CreateQueryFilter($"DueAt le {now - overdue}")}";
        await foreach (var row in _outbox.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var message = row.Read<MailMessage>();
            var late = now - row.GetDateTimeOffset(DueAt)!.Value;
            if (await _outbox.ReplaceAsync(RowOf(message, now + late - overdue), row.ETag, cancellation))
                yield return message;
        }
    }

    private static TableEntity RowOf(MailMessage message, DateTimeOffset dueAt) =>
        new TableEntity(Partition, KeyOf(message)) { [DueAt] = dueAt }.With(message);

    private static string KeyOf(MailMessage message) => TableKey.Of(message.OrderId, OrderJson.Name(message.Kind), message.Reference);
}
