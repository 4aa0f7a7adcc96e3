using Azure;
using Azure.Data.Tables;
using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>Who ordered and where it goes, by customer: the only place with personal data.</summary>
public sealed class ContactStore(TableServiceClient tables)
{
    private const string CancelReason = nameof(CancelReason);

    private readonly TableClient _contacts = tables.GetTableClient(StorageSchema.Contacts);

    public async Task<Contact?> FindAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        (await _contacts.FindAsync(TableKey.Escape(customerId), TableKey.Escape(orderId), cancellation))?.Read<Contact>();

    /// <summary>Keeps what the customer wrote when cancelling: free text may hold anything, so it stays with the personal data. The last one counts.</summary>
    public async Task KeepCancelReasonAsync(string customerId, string orderId, string reason, CancellationToken cancellation = default) =>
        await _contacts.UpdateEntityAsync(new TableEntity(TableKey.Escape(customerId), TableKey.Escape(orderId)) { [CancelReason] = reason }, ETag.All, TableUpdateMode.Merge, cancellation);

    /// <summary>What the customer wrote when cancelling, or null.</summary>
    public async Task<string?> FindCancelReasonAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        (await _contacts.FindAsync(TableKey.Escape(customerId), TableKey.Escape(orderId), cancellation, CancelReason))?.GetString(CancelReason);

    /// <summary>Keeps the contact of a new order; one that is there stays.</summary>
    internal Task AddAsync(string customerId, string orderId, Contact contact, CancellationToken cancellation) =>
        _contacts.InsertAsync(new TableEntity(TableKey.Escape(customerId), TableKey.Escape(orderId)).With(contact), cancellation);
}
