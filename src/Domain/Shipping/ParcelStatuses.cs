using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>How far along the road each status is, and what the carriers' words mean.</summary>
public static class ParcelStatuses
{
    /// <summary>How far along the road a status is; a parcel goes forward only.</summary>
    public static int Rank(this ParcelStatus status) =>
        status switch
        {
            ParcelStatus.Preparing => 0,
            ParcelStatus.LabelCreated => 10,
            ParcelStatus.PickedUp => 20,
            ParcelStatus.InTransit => 30,
            ParcelStatus.Customs => 35,
            ParcelStatus.OutForDelivery => 40,
            ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup => 45,
            ParcelStatus.Exception => 50,
            ParcelStatus.Returning => 60,
            ParcelStatus.Returned => 70,
            ParcelStatus.Delivered => 90,
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a parcel status."),
        };

    /// <summary>True for what may come in between and be left again: customs, a failed attempt, an exception.</summary>
    public static bool IsStarred(this ParcelStatus status) =>
        status is ParcelStatus.Customs or ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup or ParcelStatus.Exception;

    /// <summary>The name in JSON and in the sandbox carrier's posts: <c>out_for_delivery</c>.</summary>
    public static string WireName(this ParcelStatus status) => OrderJson.Name(status);

    /// <summary>The status that a scan may carry under this name; <c>preparing</c> is ours alone and no scan.</summary>
    public static bool TryParseScan(string? name, out ParcelStatus status) =>
        OrderJson.TryParse(name, out status) && status != ParcelStatus.Preparing;
}
