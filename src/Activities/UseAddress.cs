using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Makes the address that was stored with a change the order's, or forgets it. Keyed (order, change).</summary>
public sealed class UseAddress(OrderStore orders, ContactStore contacts)
{
    /// <returns>False if there is no such address: the customer was erased.</returns>
    [Function(nameof(UseAddress))]
    public async Task<bool> RunAsync([ActivityTrigger] PendingAddress pending, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(pending.OrderId, cancellation);
        if (pending.InForce)
            return await contacts.UsePendingAsync(order.CustomerId, order.OrderId, pending.ChangeId, cancellation);
        await contacts.ForgetPendingAsync(order.CustomerId, order.OrderId, pending.ChangeId, cancellation);
        return true;
    }
}

/// <param name="InForce">False: it is not wanted any more.</param>
public sealed record PendingAddress(string OrderId, string ChangeId, bool InForce);
