using System.Buffers.Text;
using System.Text;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// A customer's orders, newest first: partition = customer, row = inverted time and order id. Follows the order's own rows, which are the
/// truth.
/// </summary>
internal sealed class CustomerIndex(TableServiceClient tables, OptimisticRetry retry)
{
    private const int LongestHistory = 100;
    private const int PageSize = 20;
    private const string Fingerprint = nameof(NewOrder.DuplicateFingerprint);

    private readonly TableClient _index = tables.GetTableClient(StorageSchema.OrdersByCustomer);
    private readonly KnownRows _shown = new();

    /// <summary>Lists an order as placed; the same again changes nothing.</summary>
    public Task AddAsync(Order order, string fingerprint, ContactHashes hashes, CancellationToken cancellation) =>
        _index.InsertAsync(
            new TableEntity(TableKey.Escape(order.CustomerId), RowKey(order.PlacedAt, order.OrderId))
            {
                [OrderRows.Status] = OrderStatus.Placed.ToString(),
                [OrderRows.Sequence] = 0,
                [Fingerprint] = fingerprint,
                [ContactIndex.EmailHash] = hashes.Email,
                [ContactIndex.AddressHash] = hashes.Address,
            }.With(new OrderSummary(order.OrderId, order.OrderNumber, OrderStatus.Placed, order.PlacedAt, order.Total)),
            cancellation
        );

    /// <summary>Shows a status, unless that of a later step is shown.</summary>
    public Task ShowAsync(string customerId, DateTimeOffset placedAt, string orderId, OrderState state, CancellationToken cancellation) =>
        retry.RunAsync(
            "the customer's order list",
            async failed =>
            {
                var key = (Partition: TableKey.Escape(customerId), Row: RowKey(placedAt, orderId));
                var row =
                    (failed == 0 ? _shown.Find(key.Partition, key.Row) : null)
                    ?? await _index.FindAsync(key.Partition, key.Row, cancellation, OrderRows.Sequence, OrderRows.Status)
                    ?? throw new InvalidOperationException($"Order {orderId} is not in its customer's list.");
                var sequence = row.GetInt32(OrderRows.Sequence) ?? 0;
                if (sequence > state.Sequence || (sequence == state.Sequence && row.GetString(OrderRows.Status) == state.Status.ToString()))
                    return false;

                var change = new TableEntity(key.Partition, key.Row)
                {
                    [OrderRows.Status] = state.Status.ToString(),
                    [OrderRows.Sequence] = state.Sequence,
                };
                var written = await _index.UpdateEntityAsync(change, row.ETag, TableUpdateMode.Merge, cancellation);
                _shown.Keep(change, state.IsFinal ? null : written.Headers.ETag);
                return true;
            },
            cancellation
        );

    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public async Task<OrderPage> PageAsync(string customerId, OrderStatus? status, string? continuation, CancellationToken cancellation)
    {
        var filter = TableKey.InPartition(TableKey.Escape(customerId));
        if (status is { } wanted)
            filter += " and " + TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}");
        if (continuation is not null)
            filter += " and " + TableClient.CreateQueryFilter($"RowKey gt {Decode(continuation)}");

        var rows = new List<TableEntity>();
        await foreach (var row in _index.QueryAsync<TableEntity>(filter, maxPerPage: PageSize + 1, cancellationToken: cancellation))
        {
            rows.Add(row);
            if (rows.Count > PageSize)
                break;
        }

        var page = rows.Take(PageSize).Select(Summary).ToArray();
        return new(page, rows.Count > PageSize ? Encode(rows[PageSize - 1].RowKey) : null);
    }

    /// <summary>The orders before one, the newest first; of very many the newest <see cref="LongestHistory"/> rows are looked at.</summary>
    public async Task<CustomerHistory> HistoryAsync(string customerId, string orderId, CancellationToken cancellation)
    {
        var own = false;
        var (looked, earlier) = (0, new List<EarlierOrder>());
        var rows = _index.QueryAsync<TableEntity>(
            TableKey.InPartition(TableKey.Escape(customerId)),
            LongestHistory,
            ["RowKey", OrderRows.Status, Fingerprint],
            cancellation
        );
        await foreach (var row in rows)
        {
            // Only what comes after the order itself is older, so that of two equal orders one stands.
            if (row.RowKey.EndsWith(":" + TableKey.Escape(orderId), StringComparison.Ordinal))
                own = true;
            else if (own)
                earlier.Add(new(OrderId(row.RowKey), TableKey.TimeOfDescending(row.RowKey), Status(row), row.GetString(Fingerprint)));
            if (++looked == LongestHistory)
                break;
        }

        return new(earlier);
    }

    private static string RowKey(DateTimeOffset placedAt, string orderId) => $"{TableKey.Descending(placedAt)}:{TableKey.Escape(orderId)}";

    // Ids need no escape: they are made of letters and digits alone.
    private static string OrderId(string rowKey) => rowKey[(rowKey.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static OrderSummary Summary(TableEntity row) => row.Read<OrderSummary>() with { Status = Status(row) };

    private static OrderStatus Status(TableEntity row) => Enum.Parse<OrderStatus>(row.GetString(OrderRows.Status));

    private static string Encode(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    private static string Decode(string continuation)
    {
        var rowKey = Base64Url.IsValid(continuation) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation)) : "";
        return rowKey.Length > 20 && rowKey[19] == ':' && rowKey.Take(19).All(char.IsAsciiDigit)
            ? rowKey
            : throw new FormatException("The continuation is not one that an earlier page gave.");
    }
}
