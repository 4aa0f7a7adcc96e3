namespace Orders.Functions.Domain.Shipping;

public static class ShipmentIds
{
    /// <summary>The instance id of a parcel's shipment orchestration: where what concerns the parcel is raised.</summary>
    /// <param name="number">Counts an order's parcels from 1.</param>
    public static string InstanceId(string orderId, int number) => FormattableString.Invariant($"{orderId}-p{number}");
}
