using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Status;

public static class OrderStatuses
{
    /// <summary>What a parcel passes on its way, in order.</summary>
    private static readonly OrderStatus[] _road =
    [
        OrderStatus.Preparing,
        OrderStatus.Shipped,
        OrderStatus.InTransit,
        OrderStatus.OutForDelivery,
        OrderStatus.Delivered,
    ];

    /// <summary>Whether an order in this status is as far as its parcels are: one is packed, under way or has arrived, and the order goes on.</summary>
    public static bool IsOnTheRoad(OrderStatus status) => _road.Contains(status);

    /// <summary>Whether an order in this status has ended.</summary>
    public static bool IsFinal(this OrderStatus status) =>
        status is OrderStatus.Closed or OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.Failed;

    /// <summary>
    /// What the parcels make of an order that is prepared or shipped: it is as far as the parcel that is furthest behind, and shipped as
    /// soon as one has left. A parcel that will not arrive, or in whose place another goes, counts only where there is no other: then what
    /// was paid goes back. Without a parcel the order is being prepared.
    /// </summary>
    public static OrderStatus FromParcels(IReadOnlyCollection<ParcelState> parcels)
    {
        OrderStatus[] counted = [.. parcels.Where(parcel => !parcel.IsGone).Select(FromParcel)];
        if (counted.Length == 0)
            return parcels.Any(parcel => !parcel.Voided) ? OrderStatus.Cancelling : OrderStatus.Preparing;

        var furthestBehind = counted.MinBy(status => Array.IndexOf(_road, status));
        var hasOneLeft = counted.Any(status => status != OrderStatus.Preparing);
        return furthestBehind == OrderStatus.Preparing && hasOneLeft ? OrderStatus.Shipped : furthestBehind;
    }

    private static OrderStatus FromParcel(ParcelState parcel) =>
        parcel.Outcome == ShipmentOutcome.Delivered
            ? OrderStatus.Delivered
            : parcel.Status switch
            {
                ParcelStatus.Preparing or ParcelStatus.LabelCreated => OrderStatus.Preparing,
                ParcelStatus.PickedUp => OrderStatus.Shipped,
                ParcelStatus.InTransit
                or ParcelStatus.Customs
                or ParcelStatus.Exception
                or ParcelStatus.Returning
                or ParcelStatus.Returned => OrderStatus.InTransit,
                ParcelStatus.OutForDelivery or ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup => OrderStatus.OutForDelivery,
                ParcelStatus.Delivered => OrderStatus.Delivered,
                _ => throw new ArgumentOutOfRangeException(nameof(parcel), parcel.Status, "Not a parcel status."),
            };
}
