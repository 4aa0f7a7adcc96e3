using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Commands;

/// <summary>
/// Forgets a customer. Their key goes first, in one transaction with the record of who did it: from then on nothing of theirs can be read,
/// whatever breaks afterwards. The sealed rows and what else could lead to them follow; a repeated call finishes what a crashed one left.
/// Orders, money and stock hold no personal data and stay: open orders come to their end without them.
/// </summary>
public sealed class CustomerErasure(
    TableServiceClient tables,
    OrderStore orders,
    ContactStore contacts,
    ContactIndex people,
    OptimisticRetry retry,
    TimeProvider clock
)
{
    // In the customer's partition of the contacts. No escaped text looks like it.
    private const string RecordPrefix = "=erased:";
    private const string Finished = nameof(Finished);

    private readonly TableClient _contacts = tables.GetTableClient(StorageSchema.Contacts);

    /// <summary>What is held about a customer, without opening any of it; null if they never were one.</summary>
    public async Task<CustomerFile?> FindAsync(string customerId, CancellationToken cancellation = default)
    {
        var known = await ReadAsync(customerId, cancellation);
        var placed = await OrdersAsync(customerId, cancellation);
        if (known.Key is null && known.Records.Count == 0 && placed.Count == 0)
            return null;
        return new CustomerFile(
            customerId,
            known.Key?.GetDateTimeOffset(CustomerVault.Since),
            await contacts.CountAsync(customerId, cancellation),
            placed,
            await OpenAsync(placed, cancellation),
            [.. known.Records.Select(row => row.Read<Erasure>())],
            await contacts.LooksAsync(customerId, cancellation)
        );
    }

    /// <summary>Destroys a customer's key, and what was sealed with it.</summary>
    /// <param name="by">Who of operations did it.</param>
    /// <param name="reason">Kept for good: never personal data.</param>
    /// <param name="open">The orders that were open at this moment, by number.</param>
    /// <returns>The record of it: the earlier one's if the customer is erased already. Null if they never were one.</returns>
    public async Task<Erasure?> EraseAsync(
        string customerId,
        string by,
        string reason,
        IReadOnlyList<string> open,
        CancellationToken cancellation = default
    )
    {
        var record = await retry.RunAsync(
            "the customer's key",
            _ => DestroyKeyAsync(customerId, by, reason, open, cancellation),
            cancellation
        );
        if (record is null)
            return null;

        var erasure = record.Read<Erasure>();
        if (record.GetBoolean(Finished) != true)
        {
            await contacts.SweepAsync(customerId, cancellation);
            await people.EraseAsync(customerId, cancellation);
            await orders.ForgetRequestsAsync(customerId, erasure.At, cancellation);
            await _contacts.UpdateEntityAsync(
                new TableEntity(record.PartitionKey, record.RowKey) { [Finished] = true },
                ETag.All,
                TableUpdateMode.Merge,
                cancellation
            );
        }

        return erasure;
    }

    private async Task<TableEntity?> DestroyKeyAsync(
        string customerId,
        string by,
        string reason,
        IReadOnlyList<string> open,
        CancellationToken cancellation
    )
    {
        var (key, records) = await ReadAsync(customerId, cancellation);
        if (key is null)
            return records.Count == 0 ? null : records[^1];

        var now = clock.GetUtcNow();
        var record = new TableEntity(key.PartitionKey, RecordPrefix + TableKey.Ascending(now)) { [Finished] = false }.With(
            new Erasure(now, by, reason, open)
        );
        await new RowTransaction(_contacts).Delete(key).Add(record).SubmitAsync(cancellation);
        return record;
    }

    /// <summary>The key's row, and the records of erasures, oldest first.</summary>
    private async Task<(TableEntity? Key, IReadOnlyList<TableEntity> Records)> ReadAsync(string customerId, CancellationToken cancellation)
    {
        TableEntity? key = null;
        var records = new List<TableEntity>();
        var filter =
            $"{TableKey.InPartition(TableKey.Escape(customerId))} and "
            + $"({TableClient.CreateQueryFilter($"RowKey eq {CustomerVault.KeyRow}")} or ({TableKey.StartingWith(RecordPrefix)}))";
        await foreach (var row in _contacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey == CustomerVault.KeyRow)
                key = row;
            else
                records.Add(row);
        }

        return (key, records);
    }

    /// <summary>The orders that have not come to their end, by their own rows: the customer's list may lag behind them.</summary>
    private async Task<IReadOnlyList<UnfinishedOrder>> OpenAsync(IReadOnlyList<OrderSummary> placed, CancellationToken cancellation)
    {
        var open = new List<UnfinishedOrder>();
        foreach (
            var listed in placed.Where(order =>
                order.Status is not (OrderStatus.Cancelled or OrderStatus.Closed or OrderStatus.Failed or OrderStatus.Refunded)
            )
        )
        {
            if (await orders.FindAsync(listed.OrderId, cancellation) is { State.IsFinal: false } record)
                open.Add(
                    new(
                        listed.OrderId,
                        listed.OrderNumber,
                        record.State.Status,
                        [.. record.Cases.Where(filed => filed.IsOpen).Select(filed => new UnfinishedCase(filed.Kind, filed.CaseId))]
                    )
                );
        }

        return open;
    }

    private async Task<IReadOnlyList<OrderSummary>> OrdersAsync(string customerId, CancellationToken cancellation)
    {
        var all = new List<OrderSummary>();
        string? continuation = null;
        do
        {
            var page = await orders.OfCustomerAsync(customerId, status: null, continuation, cancellation);
            all.AddRange(page.Orders);
            continuation = page.Continuation;
        } while (continuation is not null);
        return all;
    }
}

/// <summary>What the shop holds about a customer.</summary>
/// <param name="KeySince">Since when their data is kept; null if there is none.</param>
/// <param name="Contacts">How many orders' names and addresses are kept.</param>
/// <param name="Orders">All of them, newest first.</param>
/// <param name="Open">Those that have not come to their end.</param>
/// <param name="Erasures">Oldest first.</param>
/// <param name="Looks">By persons of operations at their names and addresses, oldest first.</param>
public sealed record CustomerFile(
    string CustomerId,
    DateTimeOffset? KeySince,
    int Contacts,
    IReadOnlyList<OrderSummary> Orders,
    IReadOnlyList<UnfinishedOrder> Open,
    IReadOnlyList<Erasure> Erasures,
    IReadOnlyList<Look> Looks
);

/// <param name="Cases">Claims, returns and requests that are not settled.</param>
public sealed record UnfinishedOrder(string OrderId, string OrderNumber, OrderStatus Status, IReadOnlyList<UnfinishedCase> Cases);

public sealed record UnfinishedCase(CaseKind Kind, string CaseId);

/// <summary>That a customer was erased; kept for good.</summary>
/// <param name="OpenOrders">The numbers of the orders that were open then.</param>
public sealed record Erasure(DateTimeOffset At, string By, string Reason, IReadOnlyList<string> OpenOrders);
