namespace Orders.Functions.Domain.Shipping;

/// <summary>Scans for one parcel; raised to its shipment orchestration.</summary>
public sealed record CarrierUpdate(string EventId, IReadOnlyList<Scan> Scans);

/// <summary>
/// A shipment tells its order that the parcel moved, or whether it can be stopped; raised by the shipment orchestration to the order's.
/// </summary>
/// <param name="Recall">
/// Set where the order recalled the parcel: accepted if the carrier brings it back.
/// </param>
public sealed record ParcelUpdate(string EventId, ParcelState Parcel, RecallResult? Recall = null);

/// <param name="RequestId">The id of the cancel request behind it.</param>
/// <param name="Stopped">True if the carrier brings it back.</param>
public sealed record RecallResult(string RequestId, bool Stopped);

/// <summary>An order recalls its parcel; answered by the shipment's end (voided) or by <see cref="ParcelUpdate.Recall"/>.</summary>
/// <param name="EventId">The id of the cancel request behind it.</param>
public sealed record CancelShipment(string EventId);

/// <summary>An order holds its parcel in the shop, or lets it go; one that the carrier has is not held.</summary>
public sealed record HoldShipment(string EventId, ShipmentHold Hold);

public enum ShipmentHold
{
    /// <summary>Its waybill is taken back, or none is asked for.</summary>
    Begins,

    /// <summary>It is booked again.</summary>
    Ends,
}

/// <summary>
/// Operations want another waybill for a parcel that the carrier does not have yet; raised to its shipment orchestration.
/// </summary>
/// <param name="Reason">For operations; stands in the timeline's facts.</param>
public sealed record VoidWaybill(string EventId, string Reason, string By);
