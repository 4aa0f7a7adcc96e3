using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Books a parcel with the carrier and binds the waybill to it, so that scans find their way. Keyed (order, parcel, attempt).
/// </summary>
public sealed class BookShipment(
    OrderStore orders,
    ContactStore contacts,
    CarrierRegistry carriers,
    WaybillIndex waybills,
    PromiseRules promises,
    TimeProvider time
)
{
    [Function(nameof(BookShipment))]
    public Task<PartnerAnswer<BookedParcel>> RunAsync([ActivityTrigger] ParcelToBook parcel, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => BookAsync(parcel, cancellation));

    private async Task<BookedParcel> BookAsync(ParcelToBook parcel, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(parcel.OrderId, cancellation);
        var contact =
            await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation)
            ?? throw new CarrierRefusedException("The order has no address to ship to.");
        var now = time.GetUtcNow();
        var promise =
            promises.For(parcel.Class, Destination.Of(contact.ShipTo), now)
            ?? throw new CarrierRefusedException($"Nothing goes to {contact.ShipTo.Country} in class {OrderJson.Name(parcel.Class)}.");
        var carrier = carriers.ForNewParcels;
        var booking = await carrier.BookAsync(
            ParcelBooking.KeyOf(order.OrderId, parcel.Number, parcel.Attempt),
            new ParcelBooking(order.OrderNumber, parcel.Number, parcel.Class, parcel.WeightGrams, contact.ShipTo),
            cancellation
        );
        await waybills.BindAsync(carrier.Name, booking.Waybill, order.OrderId, parcel.Number, now, cancellation);

        return new BookedParcel(
            carrier.Name,
            booking.Waybill,
            carrier.TrackingUrl(booking.Waybill),
            promise,
            Deadlines.After(parcel.HandOver, now)
        );
    }
}

/// <param name="Attempt">1 for the parcel's first waybill; more once others were voided.</param>
/// <param name="Class">As it is agreed now.</param>
/// <param name="WeightGrams">Of what is in this parcel.</param>
public sealed record ParcelToBook(string OrderId, int Number, int Attempt, ShippingClass Class, int WeightGrams, Window HandOver);

public sealed record BookedParcel(string Carrier, string Waybill, string TrackingUrl, Promise Promise, DateTimeOffset HandOverBy)
{
    public DateTimeOffset PromisedFrom => Promise.From;

    public DateTimeOffset PromisedTo => Promise.To;
}
