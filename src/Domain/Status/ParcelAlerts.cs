using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Status;

/// <summary>When what an alert about a parcel was raised for has come about by itself.</summary>
public static class ParcelAlerts
{
    /// <summary>True if nobody needs to look any more. What a person has to do, whatever becomes of the parcel, is never over.</summary>
    public static bool IsOver(AlertKind kind, DateTimeOffset raisedAt, ParcelState parcel) =>
        kind switch
        {
            AlertKind.NoPickUp => parcel.HandedOver || parcel.Outcome is not null,
            AlertKind.Silent => parcel.Outcome is not null || parcel.LastTrackedAt > raisedAt,
            AlertKind.CustomsLong => parcel.Status != ParcelStatus.Customs,
            AlertKind.NotCollected => parcel.Status != ParcelStatus.AvailableForPickup,
            AlertKind.CarrierException => parcel.Status != ParcelStatus.Exception,
            AlertKind.ParcelReturned or AlertKind.InspectionOverdue => parcel.Outcome is not null,
            _ => false,
        };
}
