using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Orders by the hash of their customer's e-mail address, customers by the hash of the address they have parcels sent to. The hashes also
/// stand in the customer's own list, so that all of a customer's rows can be removed without knowing their address any more.
/// </summary>
public sealed class ContactIndex(TableServiceClient tables, SearchKey key)
{
    /// <summary>Columns of the customer's list.</summary>
    internal const string EmailHash = nameof(EmailHash);

    /// <inheritdoc cref="EmailHash"/>
    internal const string AddressHash = nameof(AddressHash);

    private readonly TableClient _index = tables.GetTableClient(StorageSchema.ContactIndex);
    private readonly TableClient _customers = tables.GetTableClient(StorageSchema.OrdersByCustomer);

    /// <summary>The ids of the orders that were placed with an e-mail address.</summary>
    public async Task<IReadOnlyList<string>> OrdersOfAsync(string email, CancellationToken cancellation = default)
    {
        var orders = new List<string>();
        await foreach (
            var row in _index.QueryAsync<TableEntity>(
                TableKey.InPartition(EmailPartition(key.OfEmail(email))),
                cancellationToken: cancellation
            )
        )
            orders.Add(row.GetString(nameof(Order.OrderId)));
        return orders;
    }

    /// <summary>How many other customers have had parcels sent to an address; counts to <paramref name="most"/>.</summary>
    public async Task<int> OthersAtAsync(Address address, string customerId, int most, CancellationToken cancellation = default)
    {
        var others = 0;
        var filter = TableKey.InPartition(AddressPartition(key.OfAddress(address)));
        await foreach (
            var row in _index.QueryAsync<TableEntity>(filter, maxPerPage: most + 1, select: ["RowKey"], cancellationToken: cancellation)
        )
        {
            if (row.RowKey != TableKey.Escape(customerId) && ++others >= most)
                break;
        }

        return others;
    }

    /// <summary>Removes everything by which a customer's orders could be found from their data. May be repeated.</summary>
    public async Task EraseAsync(string customerId, CancellationToken cancellation = default)
    {
        var partition = TableKey.Escape(customerId);
        var rows = _customers.QueryAsync<TableEntity>(
            $"{TableKey.InPartition(partition)} and ({EmailHash} gt '')",
            select: ["PartitionKey", "RowKey", EmailHash, AddressHash],
            cancellationToken: cancellation
        );
        await foreach (var row in rows)
        {
            await _index.DeleteEntityAsync(EmailPartition(row.GetString(EmailHash)), EmailRow(row), ETag.All, cancellation);
            await _index.DeleteEntityAsync(AddressPartition(row.GetString(AddressHash)), partition, ETag.All, cancellation);

            // Last, so that a call that breaks off before is done again.
            await _customers.UpdateEntityAsync(
                new TableEntity(partition, row.RowKey) { [EmailHash] = "", [AddressHash] = "" },
                ETag.All,
                TableUpdateMode.Merge,
                cancellation
            );
        }
    }

    /// <summary>What a customer's list keeps of a contact.</summary>
    internal ContactHashes Hashes(Contact contact) => new(key.OfEmail(contact.Email), key.OfAddress(contact.ShipTo));

    /// <summary>Lists an order that stands in its customer's list already; the same again changes nothing.</summary>
    internal Task AddAsync(Order order, ContactHashes hashes, CancellationToken cancellation) =>
        Task.WhenAll(
            _index.InsertAsync(
                new TableEntity(EmailPartition(hashes.Email), TableKey.Escape(order.OrderId)) { [nameof(order.OrderId)] = order.OrderId },
                cancellation
            ),
            _index.InsertAsync(new TableEntity(AddressPartition(hashes.Address), TableKey.Escape(order.CustomerId)), cancellation)
        );

    // The customer's list keys an order by time and id.
    private static string EmailRow(TableEntity row) => row.RowKey[(row.RowKey.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string EmailPartition(string hash) => TableKey.Of("email", hash);

    private static string AddressPartition(string hash) => TableKey.Of("address", hash);
}

/// <param name="Email">Of the e-mail address.</param>
/// <param name="Address">Of the place it goes to.</param>
internal sealed record ContactHashes(string Email, string Address);
