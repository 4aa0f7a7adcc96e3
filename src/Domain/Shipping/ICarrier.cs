namespace Orders.Functions.Domain.Shipping;

/// <summary>A company that carries parcels.</summary>
public interface ICarrier
{
    /// <summary>As in its webhook's route: <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>What a recipient may call or write to; printed on the labels that we print.</summary>
    string ContactText { get; }

    /// <summary>Asks for a waybill. The same key again gives the same waybill.</summary>
    /// <param name="idempotencyKey">One per parcel of an order: <see cref="ParcelBooking.KeyOf"/>.</param>
    /// <exception cref="CarrierRefusedException">The company will not carry this parcel; asking again is useless.</exception>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken);

    /// <summary>Takes a booking back. Safe to repeat.</summary>
    /// <returns>False if the parcel was already picked up.</returns>
    /// <exception cref="CarrierRefusedException">The company does not know this waybill.</exception>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken);

    /// <summary>Asks for a parcel that is on its way to be brought back. Safe to repeat.</summary>
    /// <returns>False if the company cannot, or does not do that.</returns>
    /// <inheritdoc cref="VoidAsync" path="/exception"/>
    Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken);

    /// <summary>All scans of a parcel so far, with the ids under which they come by webhook.</summary>
    /// <inheritdoc cref="VoidAsync" path="/exception"/>
    Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken);
}

/// <summary>A waybill, and the order whose parcel it is of.</summary>
public sealed record ParcelWaybill(string OrderId, string Number);
