using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// By when an order should have moved, judged by all that is written down about it. The status index knows less
/// (<see cref="ExpectedProgress"/>).
/// </summary>
public static class StallDeadline
{
    /// <summary>
    /// Null where only a person, a carrier or the customer can move it, and somebody watches over that already; and at its end.
    /// </summary>
    public static DateTimeOffset? Of(OrderRecord record)
    {
        var (order, state) = (record.Order, record.State);
        if (ExpectedProgress.Of(state, order.Windows.Silence) is not { } expected)
            return null;
        var underWay = record
            .Parcels.Where(parcel => parcel is { IsGone: false, Waybill: not null, Status: not ParcelStatus.Delivered })
            .ToList();
        return state.Status switch
        {
            // A person was called to let go out what is left to send.
            _ when state.HeldSince is not null && underWay.Count == 0 => null,

            // These have windows of their own, at whose end their shipment raises an alert.
            OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery when underWay.Exists(IsWatchedOtherwise) => null,

            // What could be sent has arrived; the rest is waited for.
            OrderStatus.Shipped
            or OrderStatus.InTransit
            or OrderStatus.OutForDelivery when underWay.Count == 0 && state.Deadlines.TryGetValue(OrderDeadline.Restock, out var restock) =>
                restock,

            // Nothing is on its way any more but money, and the order calls a person where that does not arrive.
            OrderStatus.Shipped
            or OrderStatus.InTransit
            or OrderStatus.OutForDelivery when underWay.Count == 0 && state.Refunds.Any(refund => refund.IsOpen) => null,

            // The scans between two statuses are signs of life that only the parcels have. Their shipments count from when they heard of
            // them, too.
            OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery => underWay
                .Select(parcel => parcel.LastTrackedAt)
                .OfType<DateTimeOffset>()
                .Append(state.Since)
                .Max() + (2 * order.Windows.Silence),

            // Its shipment watches for the pick-up scan, and has called a person when that is late.
            OrderStatus.Preparing when underWay.Count > 0 => null,

            // Money that a person has to send is a task of its own; nothing else is waited for any more.
            OrderStatus.Cancelling
            or OrderStatus.Delivered
                when (state.Status == OrderStatus.Cancelling || expected.WaitsFor == "refund") && state.Refunds.Any(IsByHand) => null,

            // What has left is followed to its end though the order failed, and an order of which nothing will arrive ends when its cases
            // are answered.
            OrderStatus.Cancelling
                when !state.IsEnding
                    && record.Parcels.Any(parcel => parcel.HandedOver)
                    && (underWay.Count > 0 || record.Cases.Any(filed => filed.IsOpen)) => null,

            // It closes when nothing is open: the case's own orchestration, or the shipment's, watches over that.
            OrderStatus.Delivered when underWay.Count > 0 || record.Cases.Any(filed => filed.IsOpen) => null,
            _ => expected.DueBy,
        };
    }

    private static bool IsByHand(RefundState refund) => refund.Status is RefundStatus.Failed or RefundStatus.InKind;

    private static bool IsWatchedOtherwise(ParcelState parcel) =>
        parcel.Status
            is ParcelStatus.Customs
                or ParcelStatus.AvailableForPickup
                or ParcelStatus.Exception
                or ParcelStatus.Returning
                or ParcelStatus.Returned
        || !parcel.HandedOver;
}
