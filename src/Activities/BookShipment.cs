using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Carriers;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Books a parcel with the carrier and binds the waybill to it, so that scans find their way. Keyed (order, parcel).</summary>
public sealed class BookShipment(OrderStore orders, ContactStore contacts, ICarrier carrier, WaybillIndex waybills, PromiseRules promises, TimeProvider time)
{
    [Function(nameof(BookShipment))]
    public async Task<BookedParcel> RunAsync([ActivityTrigger] ParcelToBook parcel, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(parcel.OrderId, cancellation);
        var contact = await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation)
            ?? throw new CarrierRefusedException("The order has no address to ship to.");
        var now = time.GetUtcNow();
        var promise = promises.For(order.ShippingClass, Destination.Of(contact.ShipTo), now)
            ?? throw new CarrierRefusedException($"Nothing goes to {order.Country} in class {OrderJson.Name(order.ShippingClass)}.");
        var weight = order.Lines.Where(line => line.Kind == ProductKind.Physical).Sum(line => line.WeightGrams * line.Quantity);
        var booking = await carrier.BookAsync(
            ParcelBooking.KeyOf(order.OrderId, parcel.Number),
            new ParcelBooking(order.OrderNumber, parcel.Number, order.ShippingClass, weight, contact.ShipTo),
            cancellation);
        await waybills.BindAsync(carrier.Name, booking.Waybill, order.OrderId, parcel.Number, cancellation);

        return new BookedParcel(carrier.Name, booking.Waybill, carrier.TrackingUrl(booking.Waybill), promise, Deadlines.After(parcel.HandOver, now));
    }
}

public sealed record ParcelToBook(string OrderId, int Number, Window HandOver);

public sealed record BookedParcel(string Carrier, string Waybill, string TrackingUrl, Promise Promise, DateTimeOffset HandOverBy)
{
    public DateTimeOffset PromisedFrom => Promise.From;

    public DateTimeOffset PromisedTo => Promise.To;
}
