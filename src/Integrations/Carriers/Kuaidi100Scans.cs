using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>
/// What Kuaidi100 says of a parcel, in the normal form. Its scans have no ids, the newest is first, and their times are those of Beijing.
/// </summary>
internal static class Kuaidi100Scans
{
    private static readonly TimeSpan _beijing = TimeSpan.FromHours(8);

    /// <summary>All scans that mean something.</summary>
    public static IReadOnlyList<Scan> Of(Kuaidi100Track track) =>
        [
            .. (track.Data ?? [])
                .Select((scan, i) => ScanOf(scan, i == 0 ? track.State : null))
                .OfType<Scan>()
                .DistinctBy(scan => scan.ScanId),
        ];

    /// <param name="state">Of the whole parcel: what the newest scan has made of it.</param>
    private static Scan? ScanOf(Kuaidi100Scan scan, string? state)
    {
        if (
            !DateTime.TryParseExact(
                scan.Ftime ?? scan.Time,
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            ) || (Meaning(scan.StatusCode) ?? Meaning(scan.Status) ?? Meaning(state)) is not var (status, reason)
        )
            return null;
        var text = TextInput.OneLine(scan.Context);
        var id = ScanIds.Of(local.ToString("s", CultureInfo.InvariantCulture), OrderJson.Name(status), text);
        return new Scan(
            id,
            new DateTimeOffset(local, _beijing),
            status,
            reason is { } known ? OrderJson.Name(known) : null,
            TextInput.OneLine(scan.AreaName),
            text
        );
    }

    /// <summary>Of their number or word for a state.</summary>
    private static (ParcelStatus Status, ScanReason? Reason)? Meaning(string? state) =>
        state switch
        {
            "0" or "在途" => (ParcelStatus.InTransit, null),
            "1" or "揽收" => (ParcelStatus.PickedUp, null),
            "2" or "疑难" => (ParcelStatus.Exception, null),
            "3" or "签收" => (ParcelStatus.Delivered, null),
            "4" or "退签" => (ParcelStatus.Returned, null),
            "5" or "派件" => (ParcelStatus.OutForDelivery, null),
            "6" or "退回" => (ParcelStatus.Returning, null),
            "7" or "转投" => (ParcelStatus.InTransit, null),
            "8" or "清关" => (ParcelStatus.Customs, null),
            "14" or "拒签" => (ParcelStatus.Exception, ScanReason.Refused),
            _ => null,
        };
}
