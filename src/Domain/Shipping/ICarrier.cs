using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

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

    /// <summary>Asks for a parcel that is on its way to be brought back. Safe to repeat.</summary>
    /// <returns>False if the company cannot, or does not do that.</returns>
    /// <exception cref="CarrierRefusedException">The company does not know this waybill.</exception>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<bool> InterceptAsync(string waybill, CancellationToken cancellationToken);

    /// <summary>All scans of a parcel so far, with the ids under which they come by webhook.</summary>
    /// <exception cref="CarrierRefusedException">The company does not know this waybill.</exception>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<IReadOnlyList<Scan>> TrackAsync(string waybill, CancellationToken cancellationToken);

    /// <summary>Where a recipient can follow the parcel.</summary>
    string TrackingUrl(string waybill);
}

/// <param name="WeightGrams">Of the packed parcel.</param>
public sealed record ParcelBooking(string OrderNumber, int ParcelNumber, ShippingClass Class, int WeightGrams, Address ShipTo)
{
    /// <summary>The idempotency key of the booking of an order's parcel.</summary>
    /// <param name="attempt">1 for its first waybill; more once others were voided.</param>
    public static string KeyOf(string orderId, int parcelNumber, int attempt = 1) =>
        attempt == 1
            ? FormattableString.Invariant($"{orderId}-p{parcelNumber}")
            : FormattableString.Invariant($"{orderId}-p{parcelNumber}-{attempt}");
}

public sealed record Booking(string Waybill);
