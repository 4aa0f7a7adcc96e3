namespace Orders.Functions.Domain.Shipping;

/// <summary>Scans for one parcel; raised to its shipment orchestration.</summary>
public sealed record CarrierUpdate(string EventId, IReadOnlyList<Scan> Scans);

/// <summary>
/// A shipment tells its order that the parcel moved, or whether it can be stopped; raised by the shipment orchestration to the order's.
/// </summary>
/// <param name="CallBack">
/// Set where the order called the parcel back and it goes on nevertheless, or is brought back by the carrier.
/// </param>
public sealed record ParcelUpdate(string EventId, ParcelState Parcel, RecallResult? Recall = null);

/// <param name="RequestId">The id of the cancel request behind it.</param>
/// <param name="Stopped">True if the carrier brings it back.</param>
public sealed record RecallResult(string RequestId, bool Stopped);

/// <summary>An order calls its parcel back; answered by the shipment's end (voided) or by <see cref="ParcelUpdate.CallBack"/>.</summary>
/// <param name="EventId">The id of the cancel request behind it.</param>
public sealed record CancelShipment(string EventId);

/// <summary>
/// Operations want another waybill for a parcel that the carrier does not have yet; raised to its shipment orchestration.
/// </summary>
/// <param name="Reason">For operations; stands in the timeline's facts.</param>
public sealed record VoidWaybill(string EventId, string Reason, string By);
