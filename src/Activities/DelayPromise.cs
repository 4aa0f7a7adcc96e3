using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Works out a new date for a parcel that did not come, or leave, in time, by the calendar as it is now. Reads only.</summary>
public sealed class DelayPromise(OrderStore orders, ContactStore contacts, PromiseRules promises, TimeProvider time)
{
    [Function(nameof(DelayPromise))]
    public async Task<DateTimeOffset> RunAsync([ActivityTrigger] LateParcel parcel, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(parcel.OrderId, cancellation);

        // Without an address (the customer was erased) the territory alone tells how long it takes.
        var contact = await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation);
        var destination = contact is null ? new Destination(parcel.Place, null) : Destination.Of(contact.ShipTo);
        var now = time.GetUtcNow();
        var asNew = parcel.HandedOver ? null : promises.For(parcel.Class, destination, now);
        return asNew?.To ?? promises.Anew(parcel.Class, destination, now);
    }
}

/// <param name="Place">Where it goes: a <see cref="Territory"/>'s code.</param>
/// <param name="HandedOver">False: the carrier does not have it yet, so that handling comes on top.</param>
public sealed record LateParcel(string OrderId, ShippingClass Class, string Place, bool HandedOver);
