using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>From here on there is no way back but a return: reserved units leave the shop, and licences are given out.</summary>
internal sealed class HandingOver(
    OrderJournal journal,
    StockHold stock,
    OrderParcels parcels,
    Warehouse warehouse,
    Arrivals arrivals,
    UndeliveredParcels undelivered,
    Compensations compensations
)
{
    /// <summary>The carrier has a parcel.</summary>
    public async Task HandOverAsync(TrackedParcel parcel)
    {
        var isFirst = !parcels.AnyHandedOver;
        parcel.HandedOver();
        LeaveShop();
        await warehouse.BookOutAsync(parcel);
        if (isFirst)
        {
            await warehouse.DeliverLicencesAsync();
        }

        journal.Becomes(isFirst && !parcels.AreSettling ? OrderStatus.Shipped : arrivals.Status);
        journal.Tell(
            TimelineKind.Shipped,
            Actor.Carrier,
            ("waybill", parcel.State!.Waybill ?? ""),
            ("carrier", parcel.State.Carrier ?? "")
        );
        journal.Mail(MailKind.Shipped, parcel.Reference);
        await journal.WriteAsync();
    }

    /// <summary>An order without a parcel, or whose only parcels are still to come.</summary>
    public async Task GiveOutLicencesAsync()
    {
        LeaveShop();
        await stock.ShipAsync(StockHold.OrderReservation);
        await warehouse.DeliverLicencesAsync();
    }

    private void LeaveShop()
    {
        parcels.Left();
        compensations.ReplaceBy(undelivered.SettleAsync);
    }
}
