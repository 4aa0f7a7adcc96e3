using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>What a shipment orchestration is started with: one parcel of one order.</summary>
/// <param name="Class">As it was agreed when the parcel was packed; the place likewise.</param>
/// <param name="Place">Where it goes: a <see cref="Territory"/>'s code.</param>
/// <param name="WeightGrams">Of what is in the parcel.</param>
public sealed record ShipmentOrder(
    string OrderId,
    int Number,
    IReadOnlyList<ParcelLine> Lines,
    ShippingClass Class,
    string Place,
    int WeightGrams,
    ShipmentWindows Windows
)
{
    /// <summary>True if it is not booked until its order lets it go.</summary>
    public bool Held { get; init; }

    /// <summary>A parcel with some of an order's goods.</summary>
    public static ShipmentOrder For(Order order, int number, IReadOnlyList<ParcelLine> lines) =>
        new(
            order.OrderId,
            number,
            lines,
            order.ShippingClass,
            order.Place,
            lines.Sum(line => line.Quantity * (order.Lines.FirstOrDefault(ordered => ordered.Sku == line.Sku)?.WeightGrams ?? 0)),
            new ShipmentWindows(order.Windows.HandOver, order.Windows.Silence, order.Windows.Customs, order.Windows.Collection)
        );
}

/// <summary>The order's windows that a parcel is watched by.</summary>
public sealed record ShipmentWindows(Window HandOver, TimeSpan Silence, TimeSpan Customs, TimeSpan Collection);

/// <summary>How a shipment ended, and the parcel as it was then.</summary>
/// <param name="Then">Of a parcel that came back: what becomes of its goods.</param>
public sealed record ShipmentEnd(ShipmentOutcome Outcome, ParcelState Parcel, AfterInspection Then = AfterInspection.Refund);
