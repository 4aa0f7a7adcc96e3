using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Where the order stands by what has arrived, and from when its windows for claims and returns run.</summary>
internal sealed class Arrivals(OrderJournal journal, OrderParcels parcels, Backorder backorder)
{
    /// <summary>While a part is still to come, the order is not further than shipped.</summary>
    public OrderStatus Status =>
        backorder.IsOpen && !parcels.AreSettling && parcels.Status is not OrderStatus.Preparing ? OrderStatus.Shipped : parcels.Status;

    /// <summary>
    /// After a parcel's end, with what was said of it: delivered as soon as nothing is under way and something has arrived.
    /// </summary>
    public Task WriteAsync()
    {
        List<TrackedParcel> arrived = [.. parcels.All.Where(parcel => parcel.Outcome == ShipmentOutcome.Delivered)];

        // What the shop would not take back may have been damaged on its way and be claimed; it is not returned a second time.
        List<TrackedParcel> bought = [.. arrived.Where(parcel => parcel.Reservation is not null)];
        if (parcels.AreSettling || backorder.IsOpen || parcels.AnyUnderWay || (arrived.Count == 0 && !parcels.OnlyLicencesAreKept))
        {
            journal.Becomes(Status);
            Extend(OrderDeadline.Claim, LastOf(arrived) + journal.Order.Windows.Claim);
            Extend(OrderDeadline.Return, LastOf(bought) + journal.Order.Windows.Return);
            return journal.WriteAsync();
        }

        BecomeDelivered(LastOf(arrived) ?? journal.Now, LastOf(bought), Actor.Carrier);
        return journal.WriteAsync();
    }

    /// <summary>Everything has arrived without a parcel, or with none that is still to come.</summary>
    public Task WriteDeliveredAsync()
    {
        BecomeDelivered(journal.Now, boughtAt: null, Actor.System);
        journal.Mail(MailKind.Delivered);
        return journal.WriteAsync();
    }

    /// <param name="deliveredAt">When the last of it arrived: what can be claimed.</param>
    /// <param name="boughtAt">When the last arrived that can be returned; null: when it was delivered.</param>
    private void BecomeDelivered(DateTimeOffset deliveredAt, DateTimeOffset? boughtAt, Actor actor)
    {
        journal.Becomes(OrderStatus.Delivered);
        journal.Expect(OrderDeadline.Claim, deliveredAt + journal.Order.Windows.Claim);
        journal.Expect(OrderDeadline.Return, (boughtAt ?? deliveredAt) + journal.Order.Windows.Return);
        journal.Tell(TimelineKind.Delivered, actor);
    }

    /// <summary>A window that runs already lasts for what has arrived since, though something else is still to come.</summary>
    private void Extend(OrderDeadline window, DateTimeOffset? end)
    {
        if (journal.State.Deadlines.TryGetValue(window, out var runs) && end > runs)
        {
            journal.Expect(window, end.Value);
        }
    }

    private DateTimeOffset? LastOf(IEnumerable<TrackedParcel> arrived) =>
        arrived.Max(parcel => (DateTimeOffset?)(parcel.State!.WindowsFrom ?? journal.Now));
}
