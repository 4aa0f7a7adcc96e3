using Orders.Functions.Orders;

namespace Orders.Functions.Carriers;

/// <summary>A company that carries parcels.</summary>
public interface ICarrier
{
    /// <summary>As in its webhook's route: <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>What a recipient may call or write to; printed on the label.</summary>
    string ContactText { get; }

    /// <summary>Asks for a waybill. The same key again gives the same waybill.</summary>
    /// <param name="idempotencyKey">One per parcel of an order: <see cref="ParcelBooking.KeyOf"/>.</param>
    /// <exception cref="CarrierRefusedException">The company will not carry this parcel; asking again is useless.</exception>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken);

    /// <summary>Takes a booking back. Safe to repeat.</summary>
    /// <returns>False if the parcel was already picked up.</returns>
    /// <exception cref="CarrierRefusedException">The company does not know this waybill.</exception>
    Task<bool> VoidAsync(string waybill, CancellationToken cancellationToken);

    /// <summary>Where a recipient can follow the parcel.</summary>
    string TrackingUrl(string waybill);
}

/// <param name="WeightGrams">Of the packed parcel.</param>
public sealed record ParcelBooking(string OrderNumber, int ParcelNumber, ShippingClass Class, int WeightGrams, Address ShipTo)
{
    /// <summary>The idempotency key of the booking of an order's parcel.</summary>
    public static string KeyOf(string orderId, int parcelNumber) => FormattableString.Invariant($"{orderId}-p{parcelNumber}");
}

public sealed record Booking(string Waybill);
