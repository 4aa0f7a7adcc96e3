namespace Orders.Functions.Domain.Shipping;

/// <summary>A parcel that came back without having been delivered: who has to bear that.</summary>
public static class ReturnToSender
{
    /// <summary>What a customer can do, or leave undone: not accept it, not be there, not collect it, not live there.</summary>
    private static readonly ScanReason[] _ofCustomer =
    [
        ScanReason.Address,
        ScanReason.NotCollected,
        ScanReason.Refused,
        ScanReason.Unclaimed,
        ScanReason.Unreachable,
    ];

    /// <summary>True if the shipping fee was in vain by the customer's doing: it is not refunded, and the way back may cost.</summary>
    public static bool ByCustomer(ParcelState parcel) =>
        parcel.Recalled
        || parcel.Scans.Any(scan =>
            scan.Status is ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup
            || (
                scan.Status is ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned
                && scan.MeaningOf() is { } reason
                && _ofCustomer.Contains(reason)
            )
        );
}
