namespace Orders.Functions.Orders;

public static class OrderStatuses
{
    /// <summary>
    /// What the parcels make of an order that is prepared or shipped: it is as far as the parcel that is furthest behind. Voided parcels do not count;
    /// without a parcel it is being prepared.
    /// </summary>
    public static OrderStatus FromParcels(IReadOnlyList<ParcelState> parcels) => parcels
        .Where(parcel => !parcel.Voided)
        .Select(parcel => FromParcel(parcel.Status))
        .DefaultIfEmpty(OrderStatus.Preparing)
        .Min();

    // OrderStatus lists preparing to delivered in the order of the road, so that the least is the one furthest behind.
    private static OrderStatus FromParcel(ParcelStatus status) => status switch
    {
        ParcelStatus.Preparing or ParcelStatus.LabelCreated => OrderStatus.Preparing,
        ParcelStatus.PickedUp => OrderStatus.Shipped,
        ParcelStatus.InTransit or ParcelStatus.Customs or ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned => OrderStatus.InTransit,
        ParcelStatus.OutForDelivery or ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup => OrderStatus.OutForDelivery,
        ParcelStatus.Delivered => OrderStatus.Delivered,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a parcel status."),
    };
}
