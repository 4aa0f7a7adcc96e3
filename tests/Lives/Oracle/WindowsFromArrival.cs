using Companies;
using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Whatever the carrier's clocks say: nothing counts as delivered before the carrier really had delivered it, and no window for claims or
/// returns ends earlier than its length after that; the day that is shown is the day on which it came, give or take the zones of the earth.
/// </summary>
internal sealed class WindowsFromArrival : Invariant
{
    /// <summary>How far a clock on the wall can be from the one that somebody else looks at.</summary>
    private static readonly TimeSpan _zones = TimeSpan.FromHours(15);

    /// <summary>An order hears of its parcel's arrival after the parcel's row tells it, and later where storage hangs.</summary>
    private static readonly TimeSpan _hearing = TimeSpan.FromDays(2);

    private readonly Dictionary<(string OrderId, int Number), DateTimeOffset> _told = [];
    private readonly Dictionary<string, OrderStatus> _statuses = new(StringComparer.Ordinal);

    private DateTimeOffset Now => Life.World.Clock.Now;

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders)
            return;
        if (row.Key.StartsWith(OrderRows.ParcelPrefix, StringComparison.Ordinal))
        {
            JudgeParcel(row.PartitionKey, row.Read<ParcelState>());
        }
        else if (row.Key == OrderRows.State && Books.State(row.PartitionKey) is { } state && Books.Order(row.PartitionKey) is { } order)
        {
            var before = _statuses.GetValueOrDefault(order.OrderId);
            _statuses[order.OrderId] = state.Status;
            JudgeWindows(order, state, closes: state.Status == OrderStatus.Closed && before != OrderStatus.Closed);
        }
    }

    private void JudgeParcel(string orderId, ParcelState parcel)
    {
        if (parcel is not { Outcome: ShipmentOutcome.Delivered, DeliveredAt: { } shown } || Find(parcel) is not { } real)
            return;
        _told.TryAdd((orderId, parcel.Number), Now);
        if (Life.World.Carrier.Delivered(real) is not { } arrived)
            Violated(orderId, $"parcel {parcel.Number} counts as delivered, and is {real.Place}");
        else
            Expect(
                shown >= arrived - _zones && shown <= Now + _zones,
                orderId,
                $"parcel {parcel.Number} came at {arrived:u}, and is said at {Now:u} to have come at {shown:u}"
            );
    }

    private void JudgeWindows(Order order, OrderState state, bool closes)
    {
        if (!closes && !state.Deadlines.ContainsKey(OrderDeadline.Claim) && !state.Deadlines.ContainsKey(OrderDeadline.Return))
            return;
        var parcels = Books.Parcels(order.OrderId).Where(parcel => parcel is { Outcome: ShipmentOutcome.Delivered, Replaced: false });
        foreach (var parcel in parcels)
        {
            if (Find(parcel) is not { } real || Life.World.Carrier.Delivered(real) is not { } arrived)
                continue;
            if (!closes && Now < _told.GetValueOrDefault((order.OrderId, parcel.Number), Now) + _hearing)
                continue;
            var claim = arrived + order.Windows.Claim;
            if (closes)
                Expect(
                    Now >= claim,
                    order.OrderId,
                    $"parcel {parcel.Number} came at {arrived:u}, can be claimed until {claim:u}, and the order was closed at {Now:u}"
                );
            else if (state.Deadlines.TryGetValue(OrderDeadline.Claim, out var shown))
                Expect(
                    shown >= claim,
                    order.OrderId,
                    $"parcel {parcel.Number} came at {arrived:u}, and its claims are to be filed by {shown:u}"
                );
            if (IsSentBack(order.OrderId, parcel))
                continue;
            var goesBack = arrived + order.Windows.Return;
            if (closes)
                Expect(
                    Now >= goesBack,
                    order.OrderId,
                    $"parcel {parcel.Number} came at {arrived:u}, can go back until {goesBack:u}, and the order was closed at {Now:u}"
                );
            else if (state.Deadlines.TryGetValue(OrderDeadline.Return, out var back))
                Expect(
                    back >= goesBack,
                    order.OrderId,
                    $"parcel {parcel.Number} came at {arrived:u}, and its goods are to be returned by {back:u}"
                );
        }
    }

    // Goods that the shop would not take back, and that the customer got again, are not returned once more.
    private bool IsSentBack(string orderId, ParcelState parcel) =>
        Books
            .Cases(orderId)
            .Any(filed => filed.Return?.Verdict is { SentBack.Count: > 0 } verdict && verdict.SentBack.SequenceEqual(parcel.Lines));

    private Parcel? Find(ParcelState parcel) =>
        parcel.Waybill is { } waybill ? Life.World.Carrier.Parcels.GetValueOrDefault(waybill) : null;
}
