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
/// A customer's orders, newest first: partition = customer, row = inverted time and order id. A row is written when the order is placed and
/// when it has ended; where an open order stands is asked of its own state row.
/// </summary>
internal sealed class CustomerIndex(TableServiceClient tables, OptimisticRetry retry)
{
    private const int LongestHistory = 100;
    private const int PageSize = 20;
    private const string Fingerprint = nameof(NewOrder.DuplicateFingerprint);

    private readonly TableClient _index = tables.GetTableClient(StorageSchema.OrdersByCustomer);
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);

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

    /// <summary>Shows how an order ended, unless a later step of it is shown.</summary>
    public Task EndAsync(string customerId, DateTimeOffset placedAt, string orderId, OrderState state, CancellationToken cancellation) =>
        retry.RunAsync(
            "the customer's order list",
            async _ =>
            {
                var key = (Partition: TableKey.Escape(customerId), Row: RowKey(placedAt, orderId));
                var row =
                    await _index.FindAsync(key.Partition, key.Row, cancellation, OrderRows.Sequence, OrderRows.Status)
                    ?? throw new InvalidOperationException($"Order {orderId} is not in its customer's list.");
                var sequence = row.GetInt32(OrderRows.Sequence) ?? 0;
                if (sequence > state.Sequence || (sequence == state.Sequence && row.GetString(OrderRows.Status) == state.Status.ToString()))
                    return false;

                var change = new TableEntity(key.Partition, key.Row)
                {
                    [OrderRows.Status] = state.Status.ToString(),
                    [OrderRows.Sequence] = state.Sequence,
                };
                await _index.UpdateEntityAsync(change, row.ETag, TableUpdateMode.Merge, cancellation);
                return true;
            },
            cancellation
        );

    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public async Task<OrderPage> PageAsync(string customerId, OrderStatus? status, string? continuation, CancellationToken cancellation)
    {
        var filter = TableKey.InPartition(TableKey.Escape(customerId));
        if (continuation is not null)
            filter += " and " + TableClient.CreateQueryFilter($"RowKey gt {Decode(continuation)}");

        var found = new List<(string RowKey, OrderSummary Order)>();
        var pages = _index.QueryAsync<TableEntity>(filter, maxPerPage: PageSize + 1, cancellationToken: cancellation).AsPages();
        await foreach (var rows in pages)
        {
            var orders = await Task.WhenAll(
                rows.Values.Select(async row =>
                    (row.RowKey, Order: row.Read<OrderSummary>() with { Status = await StandsAsync(row, cancellation) })
                )
            );
            found.AddRange(orders.Where(one => status is null || one.Order.Status == status));
            if (found.Count > PageSize)
                break;
        }

        var page = found.Take(PageSize).Select(one => one.Order).ToArray();
        return new(page, found.Count > PageSize ? Encode(found[PageSize - 1].RowKey) : null);
    }

    /// <summary>The orders before one, the newest first; of very many the newest <see cref="LongestHistory"/> rows are looked at.</summary>
    public async Task<CustomerHistory> HistoryAsync(string customerId, string orderId, CancellationToken cancellation)
    {
        var own = false;
        var (looked, earlier) = (0, new List<TableEntity>());
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
                earlier.Add(row);
            if (++looked == LongestHistory)
                break;
        }

        return new(
            await Task.WhenAll(
                earlier.Select(async row => new EarlierOrder(
                    OrderId(row.RowKey),
                    TableKey.TimeOfDescending(row.RowKey),
                    await StandsAsync(row, cancellation),
                    row.GetString(Fingerprint)
                ))
            )
        );
    }

    /// <summary>Where an order stands: as its row says if it has ended, else as its own state says.</summary>
    private async Task<OrderStatus> StandsAsync(TableEntity row, CancellationToken cancellation)
    {
        var listed = Enum.Parse<OrderStatus>(row.GetString(OrderRows.Status));
        if (listed.IsFinal())
            return listed;
        var state = await _orders.FindAsync(OrderRows.Partition(OrderId(row.RowKey)), OrderRows.State, cancellation, OrderRows.Status);
        return state is null ? listed : Enum.Parse<OrderStatus>(state.GetString(OrderRows.Status));
    }

    private static string RowKey(DateTimeOffset placedAt, string orderId) => $"{TableKey.Descending(placedAt)}:{TableKey.Escape(orderId)}";

    // Ids need no escape: they are made of letters and digits alone.
    private static string OrderId(string rowKey) => rowKey[(rowKey.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string Encode(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    private static string Decode(string continuation)
    {
        var rowKey = Base64Url.IsValid(continuation) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation)) : "";
        return rowKey.Length > 20 && rowKey[19] == ':' && rowKey.Take(19).All(char.IsAsciiDigit)
            ? rowKey
            : throw new FormatException("The continuation is not one that an earlier page gave.");
    }
}
