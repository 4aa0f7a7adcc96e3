using Azure.Data.Tables;
using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>Who ordered and where it goes, by customer: the only place with personal data.</summary>
public sealed class ContactStore(TableServiceClient tables)
{
    private readonly TableClient _contacts = tables.GetTableClient(StorageSchema.Contacts);

    public async Task<Contact?> FindAsync(string customerId, string orderId, CancellationToken cancellation = default) =>
        (await _contacts.FindAsync(TableKey.Escape(customerId), TableKey.Escape(orderId), cancellation))?.Read<Contact>();

    /// <summary>Keeps the contact of a new order; one that is there stays.</summary>
    internal Task AddAsync(string customerId, string orderId, Contact contact, CancellationToken cancellation) =>
        _contacts.InsertAsync(new TableEntity(TableKey.Escape(customerId), TableKey.Escape(orderId)).With(contact), cancellation);
}
