using System.Text;
using Azure.Data.Tables;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Storefront;

/// <summary>
/// Every try to deliver, by endpoint, the newest first. The key begins with the time: a page, a span of time and what is too old are ranges
/// of keys, whatever else there is.
/// </summary>
public sealed class DeliveryLog(TableServiceClient tables)
{
    /// <summary>So long a delivery is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int PageSize = 50;

    private readonly TableClient _deliveries = tables.GetTableClient(StorageSchema.StorefrontDeliveries);

    /// <summary>Writes a try down; the same again changes nothing.</summary>
    /// <returns>With its id.</returns>
    public async Task<Delivery> AddAsync(string endpointId, Delivery delivery, CancellationToken cancellation = default)
    {
        var id = $"{TableKey.Descending(delivery.At)}_{TableKey.Escape(delivery.MessageId)}_{delivery.Attempt}";
        var stored = delivery with { Id = id };
        await _deliveries.UpsertEntityAsync(
            new TableEntity(TableKey.Escape(endpointId), id).With(stored),
            TableUpdateMode.Replace,
            cancellation
        );
        return stored;
    }

    /// <summary>One delivery; null if there is none.</summary>
    public async Task<Delivery?> FindAsync(string endpointId, string deliveryId, CancellationToken cancellation = default) =>
        (await _deliveries.FindAsync(TableKey.Escape(endpointId), TableKey.Escape(deliveryId), cancellation))?.Read<Delivery>();

    /// <summary>The newest deliveries, fifty a page.</summary>
    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public async Task<(IReadOnlyList<Delivery> Deliveries, string? Continuation)> PageAsync(
        string endpointId,
        string? continuation,
        CancellationToken cancellation = default
    )
    {
        var filter = TableKey.InPartition(TableKey.Escape(endpointId));
        if (continuation is not null)
            filter = $"{filter} and {TableClient.CreateQueryFilter($"RowKey gt {KeyIn(continuation)}")}";
        var page = new List<Delivery>();
        await foreach (
            var row in _deliveries.QueryAsync<TableEntity>(filter, PageSize + 1, cancellationToken: cancellation).Take(PageSize + 1)
        )
            page.Add(row.Read<Delivery>());
        if (page.Count <= PageSize)
            return (page, null);
        page.RemoveAt(PageSize);
        return (page, Convert.ToHexStringLower(Encoding.ASCII.GetBytes(page[^1].Id)));
    }

    /// <summary>
    /// The messages whose last word since then is that they were given up or dropped, in the order in which they were told.
    /// </summary>
    public async Task<IReadOnlyList<StorefrontMessage>> LostSinceAsync(
        string endpointId,
        DateTimeOffset since,
        CancellationToken cancellation = default
    )
    {
        var filter =
            $"{TableKey.InPartition(TableKey.Escape(endpointId))} and "
            + TableClient.CreateQueryFilter($"RowKey lt {TableKey.Descending(since) + "`"}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lost = new List<StorefrontMessage>();
        await foreach (var row in _deliveries.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var delivery = row.Read<Delivery>();
            if (
                seen.Add(delivery.MessageId)
                && delivery is { Outcome: DeliveryOutcome.GivenUp or DeliveryOutcome.Dropped, Message: { } message }
            )
                lost.Add(message);
        }

        return [.. lost.OrderBy(message => message.At).ThenBy(message => message.Sequence)];
    }

    /// <summary>Deletes the deliveries of an endpoint that are older: what it reads is what it deletes.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(string endpointId, DateTimeOffset before, CancellationToken cancellation = default)
    {
        var old =
            $"{TableKey.InPartition(TableKey.Escape(endpointId))} and "
            + TableClient.CreateQueryFilter($"RowKey gt {TableKey.Descending(before)}");
        var swept = 0;
        await foreach (
            var page in _deliveries
                .QueryAsync<TableEntity>(old, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation)
                .AsPages()
        )
        {
            foreach (var some in page.Values.Chunk(RowTransaction.MostRows))
            {
                var transaction = new RowTransaction(_deliveries);
                foreach (var row in some)
                    transaction.Delete(row);
                await transaction.SubmitAsync(cancellation);
                swept += some.Length;
            }
        }

        return swept;
    }

    private static string KeyIn(string continuation)
    {
        try
        {
            return Encoding.ASCII.GetString(Convert.FromHexString(continuation));
        }
        catch (FormatException e)
        {
            throw new FormatException("Not a continuation of the delivery log.", e);
        }
    }
}
