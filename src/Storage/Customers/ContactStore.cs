using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Who ordered and where it goes: the only place with personal data, sealed with the customer's key. Partition = customer, row = order; the
/// key lies in the same partition.
/// </summary>
public sealed class ContactStore(TableServiceClient tables, CustomerVault vault, TimeProvider clock)
{
    // Looks, in the customer's partition. No escaped text looks like it.
    private const string LookPrefix = "=look:";

    private const string CancelReason = nameof(CancelReason);
    private const string RefundAddress = nameof(RefundAddress);
    private const string LastChange = nameof(LastChange);
    private const string Sealed = nameof(Sealed);

    private readonly TableClient _contacts = tables.GetTableClient(StorageSchema.Contacts);
    private readonly RecentContacts _recent = new(clock);

    /// <summary>The contact of an order; null if the customer was erased.</summary>
    public async Task<Contact?> FindAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        ContactIn(await ReadAsync(customerId, orderId, cancellation), customerId, orderId);

    /// <summary>The same as it was a few seconds ago, for who shows it or writes to it, and decides nothing by it.</summary>
    public async Task<Contact?> FindRecentAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        ContactIn(_recent.Find(customerId, orderId) ?? await ReadAsync(customerId, orderId, cancellation), customerId, orderId);

    /// <summary>The contact of an order, for a person of operations; that they looked is written down first, and kept for good.</summary>
    /// <returns>Null if the customer was erased; nothing is written down then.</returns>
    public async Task<Contact?> LookAsync(string customerId, string orderId, string by, CancellationToken cancellation = default)
    {
        if (await FindAsync(customerId, orderId, cancellation) is not { } contact)
            return null;
        var at = clock.GetUtcNow();
        var row = $"{LookPrefix}{TableKey.Ascending(at)}:{Guid.NewGuid():N}";
        await _contacts.AddEntityAsync(new TableEntity(TableKey.Escape(customerId), row).With(new Look(at, by, orderId)), cancellation);
        return contact;
    }

    /// <summary>Puts another contact in the place of an order's: the customer changed address or phone.</summary>
    /// <returns>False if the customer was erased; nothing is kept then.</returns>
    public Task<bool> ReplaceAsync(string customerId, string orderId, Contact contact, CancellationToken cancellation = default) =>
        KeepAsync(
            customerId,
            orderId,
            Sealed,
            Purpose(orderId),
            JsonSerializer.SerializeToUtf8Bytes(contact, OrderJson.Options),
            cancellation
        );

    /// <summary>Keeps the contact that a change asks for, beside the order's own until the change is in force.</summary>
    /// <returns>False if the customer was erased; nothing is kept then.</returns>
    public Task<bool> KeepPendingAsync(
        string customerId,
        string orderId,
        string changeId,
        Contact contact,
        CancellationToken cancellation = default
    ) =>
        KeepAsync(
            customerId,
            orderId,
            Pending(changeId),
            PendingPurpose(orderId, changeId),
            JsonSerializer.SerializeToUtf8Bytes(contact, OrderJson.Options),
            cancellation
        );

    /// <summary>The contact that a change asks for; null if there is none, or the customer was erased.</summary>
    public async Task<Contact?> FindPendingAsync(
        string customerId,
        string orderId,
        string changeId,
        CancellationToken cancellation = default
    ) =>
        await OpenAsync(customerId, orderId, Pending(changeId), PendingPurpose(orderId, changeId), cancellation) is { } json
            ? JsonSerializer.Deserialize<Contact>(json, OrderJson.Options)
            : null;

    /// <summary>Makes the contact that a change asks for the order's. The same again changes nothing.</summary>
    /// <returns>False if there is none: the customer was erased.</returns>
    /// <exception cref="RequestFailedException">Somebody changed the row at the same time; may be tried again.</exception>
    public async Task<bool> UsePendingAsync(string customerId, string orderId, string changeId, CancellationToken cancellation = default)
    {
        if (await _contacts.FindAsync(TableKey.Escape(customerId), TableKey.Escape(orderId), cancellation) is not { } row)
            return false;
        if (row.GetBinary(Pending(changeId)) is not { } box)
            return row.GetString(LastChange) == changeId;
        if (
            await vault.FindAsync(customerId, cancellation) is not { } key
            || key.Open(PendingPurpose(orderId, changeId), box) is not { } contact
        )
            return false;
        row[Sealed] = key.Seal(Purpose(orderId), contact);
        row[LastChange] = changeId;
        row.Remove(Pending(changeId));
        await _contacts.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
        _recent.Forget(customerId);
        return true;
    }

    /// <summary>Forgets the contact that a change asks for. The same again changes nothing.</summary>
    /// <returns>False if there was none to forget.</returns>
    /// <inheritdoc cref="UsePendingAsync" path="/exception"/>
    public async Task<bool> ForgetPendingAsync(string customerId, string orderId, string changeId, CancellationToken cancellation = default)
    {
        if (
            await _contacts.FindAsync(TableKey.Escape(customerId), TableKey.Escape(orderId), cancellation) is not { } row
            || row.GetBinary(Pending(changeId)) is null
        )
            return false;
        row.Remove(Pending(changeId));
        await _contacts.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
        _recent.Forget(customerId);
        return true;
    }

    /// <summary>
    /// Keeps what the customer wrote when cancelling: free text may hold anything, so it stays with the personal data. The last one counts;
    /// for an erased customer nothing is kept.
    /// </summary>
    public Task KeepCancelReasonAsync(string customerId, string orderId, string reason, CancellationToken cancellation = default) =>
        KeepAsync(customerId, orderId, CancelReason, ReasonPurpose(orderId), Encoding.UTF8.GetBytes(reason), cancellation);

    /// <summary>What the customer wrote when cancelling, or null.</summary>
    public async Task<string?> FindCancelReasonAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        await OpenAsync(customerId, orderId, CancelReason, ReasonPurpose(orderId), cancellation) is { } text
            ? Encoding.UTF8.GetString(text)
            : null;

    /// <summary>Keeps the address that a refund in crypto goes to. The last one counts; for an erased customer nothing is kept.</summary>
    public Task<bool> KeepRefundAddressAsync(string customerId, string orderId, string address, CancellationToken cancellation = default) =>
        KeepAsync(customerId, orderId, RefundAddress, $"refund-address:{orderId}", Encoding.UTF8.GetBytes(address), cancellation);

    /// <summary>Where a refund in crypto goes, or null.</summary>
    public async Task<string?> FindRefundAddressAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        await OpenAsync(customerId, orderId, RefundAddress, $"refund-address:{orderId}", cancellation) is { } text
            ? Encoding.UTF8.GetString(text)
            : null;

    /// <summary>The order with whether its customer has said where crypto goes back to, if that is asked of them.</summary>
    public async Task<OrderRecord> WithRefundAddressAsync(OrderRecord record, CancellationToken cancellation = default) =>
        RefundEntries.WaitForAddress(record.Order, record.Ledger)
            ? record with
            {
                HasRefundAddress = await FindRefundAddressAsync(record.Order.CustomerId, record.Order.OrderId, cancellation) is not null,
            }
            : record;

    /// <summary>Keeps the contact of a new order; one that is there stays.</summary>
    internal async Task AddAsync(string customerId, string orderId, Contact contact, CancellationToken cancellation)
    {
        if (await vault.FindForSealingAsync(customerId, cancellation) is not { } known)
        {
            // The customer's first: key and contact together.
            var (first, row) = vault.New(customerId);
            try
            {
                await new RowTransaction(_contacts).Add(row).Add(Row(first)).SubmitAsync(cancellation);
                return;
            }
            catch (RequestFailedException e) when (Rows.IsConflict(e))
            {
                // Another order of theirs came first; its key is their key.
                known = await vault.ForSealingAsync(customerId, cancellation);
            }
        }

        await _contacts.InsertAsync(Row(known), cancellation);

        TableEntity Row(CustomerKey key) =>
            new(TableKey.Escape(customerId), TableKey.Escape(orderId))
            {
                [Sealed] = key.Seal(Purpose(orderId), JsonSerializer.SerializeToUtf8Bytes(contact, OrderJson.Options)),
            };
    }

    /// <summary>Removes what can no longer be opened: the rows that were sealed with another key than the customer has now.</summary>
    internal async Task SweepAsync(string customerId, CancellationToken cancellation)
    {
        _recent.Forget(customerId);
        Guid? current = null;
        var rows = new List<TableEntity>();
        await foreach (
            var row in _contacts.QueryAsync<TableEntity>(TableKey.InPartition(TableKey.Escape(customerId)), cancellationToken: cancellation)
        )
        {
            if (row.RowKey == CustomerVault.KeyRow)
                current = vault.Read(customerId, row).Id;
            else if (row.ContainsKey(Sealed))
                rows.Add(row);
        }

        foreach (var row in rows.Where(row => current is not { } key || !CustomerKey.IsOf(key, row.GetBinary(Sealed))))
            await _contacts.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    /// <summary>Who looked at a customer's contacts, oldest first.</summary>
    internal async Task<IReadOnlyList<Look>> LooksAsync(string customerId, CancellationToken cancellation)
    {
        var looks = new List<Look>();
        var filter = $"{TableKey.InPartition(TableKey.Escape(customerId))} and {TableKey.StartingWith(LookPrefix)}";
        await foreach (var row in _contacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            looks.Add(row.Read<Look>());
        return looks;
    }

    /// <summary>How many orders' contacts are kept.</summary>
    internal async Task<int> CountAsync(string customerId, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (
            var row in _contacts.QueryAsync<TableEntity>(
                TableKey.InPartition(TableKey.Escape(customerId)),
                select: ["RowKey"],
                cancellationToken: cancellation
            )
        )
            count += row.RowKey.StartsWith('=') ? 0 : 1;
        return count;
    }

    private async Task<byte[]?> OpenAsync(
        string customerId,
        string orderId,
        string column,
        string purpose,
        CancellationToken cancellation
    ) => Open(await ReadAsync(customerId, orderId, cancellation), customerId, column, purpose);

    private Contact? ContactIn(ContactRows rows, string customerId, string orderId) =>
        Open(rows, customerId, Sealed, Purpose(orderId)) is { } json ? JsonSerializer.Deserialize<Contact>(json, OrderJson.Options) : null;

    private byte[]? Open(ContactRows rows, string customerId, string column, string purpose) =>
        rows is { Key: { } key, Contact: { } contact } && contact.GetBinary(column) is { } box
            ? vault.Read(customerId, key).Open(purpose, box)
            : null;

    private async Task<ContactRows> ReadAsync(string customerId, string orderId, CancellationToken cancellation)
    {
        var (begun, rows) = (_recent.Now, new ContactRows(null, null));
        var filter =
            $"{TableKey.InPartition(TableKey.Escape(customerId))} and "
            + $"{TableClient.CreateQueryFilter($"(RowKey eq {CustomerVault.KeyRow} or RowKey eq {TableKey.Escape(orderId)})")}";
        await foreach (var row in _contacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            rows = row.RowKey == CustomerVault.KeyRow ? rows with { Key = row } : rows with { Contact = row };
        _recent.Keep(customerId, orderId, rows, begun);
        return rows;
    }

    private async Task<bool> KeepAsync(
        string customerId,
        string orderId,
        string column,
        string purpose,
        byte[] plain,
        CancellationToken cancellation
    )
    {
        if (await vault.FindAsync(customerId, cancellation) is not { } key)
            return false;
        try
        {
            var change = new TableEntity(TableKey.Escape(customerId), TableKey.Escape(orderId)) { [column] = key.Seal(purpose, plain) };
            await _contacts.UpdateEntityAsync(change, ETag.All, TableUpdateMode.Merge, cancellation);
            _recent.Forget(customerId);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Erased: the customer has come back with another key, and this order is not brought back with them.
            return false;
        }
    }

    private static string Purpose(string orderId) => $"contact:{orderId}";

    private static string Pending(string changeId) => $"Pending_{changeId}";

    private static string PendingPurpose(string orderId, string changeId) => $"contact:{orderId}:{changeId}";

    private static string ReasonPurpose(string orderId) => $"cancel-reason:{orderId}";
}

/// <summary>That a person of operations looked at the name, address, mail and phone of an order.</summary>
public sealed record Look(DateTimeOffset At, string By, string OrderId);
