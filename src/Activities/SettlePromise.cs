using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>
/// Breaks a delivery promise, with the date that the customer is told instead, by the calendar as it is now; answers the promise as it stands then. Keyed (order, kind, occasion).
/// A promise that is kept needs no step of its own: it goes along with the record of the scan.
/// </summary>
public sealed class SettlePromise(OrderStore orders, ContactStore contacts, PromiseRules rules, PromiseStore promises, TimeProvider time)
{
    [Function(nameof(SettlePromise))]
    public async Task<PromiseState> RunAsync([ActivityTrigger] PromiseToBreak broken, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var order = await orders.GetAsync(broken.OrderId, cancellation);

        // Without an address (the customer was erased) the country alone tells how long it takes.
        var contact = await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation);
        var destination = contact is null ? new Destination(order.Country, null) : Destination.Of(contact.ShipTo);
        var newBy = broken.ComesLater ? rules.Anew(broken.Promise.ShippingClass ?? order.ShippingClass, destination, now) : (DateTimeOffset?)null;
        var settled = broken.Promise.Break(now, broken.Reason, newBy);
        await promises.WriteAsync(broken.OrderId, [settled], cancellation);
        return settled;
    }
}

/// <param name="Promise">As it stands: open.</param>
/// <param name="Reason">A code: <c>late</c>, <c>no_pick_up</c>, <c>lost</c>.</param>
/// <param name="ComesLater">True: the parcel is still to come, so a new date is told.</param>
public sealed record PromiseToBreak(string OrderId, PromiseState Promise, string Reason, bool ComesLater);
