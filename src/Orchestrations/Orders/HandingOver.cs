using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What leaves the shop. Once the carrier has a parcel, or nothing is left that needs one, there is no way back but a return. The keys of
/// licences do not wait for that: until then, an order that stops takes them back.
/// </summary>
internal sealed class HandingOver(
    OrderJournal journal,
    StockHold stock,
    OrderParcels parcels,
    OrderHold hold,
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
        journal.Becomes(isFirst && !parcels.AreSettling ? OrderStatus.Shipped : arrivals.Status);
        hold.EndWithoutGoods();
        journal.Tell(
            TimelineKind.Shipped,
            Actor.Carrier,
            ("waybill", parcel.State!.Waybill ?? ""),
            ("carrier", parcel.State.Carrier ?? "")
        );
        journal.Mail(MailKind.Shipped, parcel.Reference);
        journal.WriteInPassing();
        await warehouse.BookOutAsync(parcel);
        await warehouse.BookOutLicencesAsync();
        if (isFirst && !parcels.AreSettling)
        {
            // Those of an order that was held.
            await warehouse.DeliverLicencesAsync();
        }
    }

    /// <summary>Mails the keys of the licences that are there, unless the order is held; safe to repeat.</summary>
    public Task GiveOutKeysAsync() => hold.IsOn ? Task.CompletedTask : warehouse.DeliverLicencesAsync();

    /// <summary>An order without a parcel, or whose only parcels are still to come.</summary>
    public async Task GiveOutLicencesAsync()
    {
        LeaveShop();
        await stock.ShipAsync(StockHold.OrderReservation);
        await warehouse.BookOutLicencesAsync();
        await warehouse.DeliverLicencesAsync();
    }

    private void LeaveShop()
    {
        parcels.Left();
        compensations.ReplaceBy(undelivered.SettleAsync);
    }
}
