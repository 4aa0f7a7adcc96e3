using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>Who ordered and where it goes, by customer: the only place with personal data.</summary>
public sealed class ContactStore
{
    public Task<Contact?> FindAsync(string customerId, string orderId, CancellationToken cancellation = default) => throw new NotSupportedException();
}
