using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

/// <summary>What a shipment orchestration is started with: one parcel of one order.</summary>
public sealed record ShipmentOrder(string OrderId, int Number, IReadOnlyList<ParcelLine> Lines, Window HandOver, TimeSpan Silence)
{
    /// <summary>A parcel with some of an order's goods.</summary>
    public static ShipmentOrder For(Order order, int number, IReadOnlyList<ParcelLine> lines) => new(order.OrderId, number, lines, order.Windows.HandOver, order.Windows.Silence);

    /// <summary>The instance id of a parcel's shipment orchestration: where carrier events are raised.</summary>
    public static string InstanceId(string orderId, int number) => FormattableString.Invariant($"{orderId}-p{number}");
}

/// <summary>How a shipment ended, and the parcel as it was then.</summary>
public sealed record ShipmentEnd(ShipmentOutcome Outcome, ParcelState Parcel);

public enum ShipmentOutcome
{
    Delivered,

    /// <summary>It came back to the shop.</summary>
    Returned,

    /// <summary>The carrier says so, or nothing was heard for twice the silence window.</summary>
    Lost,

    /// <summary>Called back before the carrier had it.</summary>
    Voided,

    /// <summary>The carrier would not take it.</summary>
    Refused,
}
