using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>What EasyPost's trackers say, in the normal form (https://docs.easypost.com/docs/trackers).</summary>
internal static class EasyPostScans
{
    /// <summary>All scans of a tracker that mean something.</summary>
    public static IReadOnlyList<Scan> Of(EasyPostTracker tracker) =>
        [.. (tracker.TrackingDetails ?? []).Select(ScanOf).OfType<Scan>().DistinctBy(scan => scan.ScanId)];

    private static Scan? ScanOf(EasyPostTrackingDetail detail)
    {
        if (detail.Datetime is not { } time || StatusOf(detail.Status) is not { } status)
            return null;
        var place = TextInput.OneLine(PlaceOf(detail.TrackingLocation));
        var id = ScanIds.Of(
            time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            detail.Status,
            detail.StatusDetail,
            detail.Message,
            place
        );
        return new Scan(id, time, status, ReasonOf(detail.StatusDetail), place, TextInput.OneLine(detail.Message));
    }

    private static ParcelStatus? StatusOf(string? status) =>
        status switch
        {
            "pre_transit" => ParcelStatus.LabelCreated,
            "in_transit" => ParcelStatus.InTransit,
            "out_for_delivery" => ParcelStatus.OutForDelivery,
            "available_for_pickup" => ParcelStatus.AvailableForPickup,
            "delivered" => ParcelStatus.Delivered,
            "return_to_sender" => ParcelStatus.Returning,
            "failure" => ParcelStatus.Exception,
            _ => null,
        };

    private static string? ReasonOf(string? detail) =>
        detail switch
        {
            "damaged" => OrderJson.Name(ScanReason.Damaged),
            "lost" => OrderJson.Name(ScanReason.Lost),
            "refused" => OrderJson.Name(ScanReason.Refused),
            "held" => OrderJson.Name(ScanReason.Held),
            "address_correction" => OrderJson.Name(ScanReason.Address),
            _ => null,
        };

    private static string? PlaceOf(EasyPostPlace? place) =>
        string.Join(", ", ((string?[])[place?.City, place?.State, place?.Country]).Where(part => !string.IsNullOrWhiteSpace(part)))
            is { Length: > 0 } text
            ? text
            : null;
}
