using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Orchestrations.Shipments;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// From the warehouse to the customer: each parcel is followed to its end, and what comes for the order on the way is taken.
/// </summary>
internal sealed class Delivering(
    OrderJournal journal,
    OrderInbox inbox,
    StockHold stock,
    OrderParcels parcels,
    OrderHold hold,
    Backorder backorder,
    Warehouse warehouse,
    Arrivals arrivals,
    UndeliveredParcels undelivered,
    HandingOver handingOver,
    Recall recall,
    Cases cases
)
{
    private IReadOnlyList<ParcelLine> Goods
    {
        get
        {
            // What waits, or was sent on its way meanwhile, does not go with the order's own parcels.
            var later = backorder.IsOpen
                ? backorder.Lines
                : [.. parcels.All.Where(parcel => parcel.Whole == StockHold.BackorderReservation).SelectMany(parcel => parcel.Lines)];
            return
            [
                .. from line in StockRules.Without(journal.Order.Lines, later)
                where line.Kind == ProductKind.Physical
                select new ParcelLine(line.Sku, line.Quantity),
            ];
        }
    }

    /// <summary>
    /// Packs the goods, mails the keys of licences, and waits for the carrier; until it has the first parcel, the order can still stop as
    /// a whole.
    /// </summary>
    public async Task<Stop?> PrepareAsync()
    {
        // From what says that preparation has begun until the parcels are on their way nobody looks at what has arrived. The engine does
        // what is decided before it stores that it was: if that storing fails, it is decided again, and a cancel that has arrived by then
        // would not know what was done.
        if (journal.State.Status != OrderStatus.Preparing)
        {
            stock.BeginPreparation();
            await journal.WriteAsync();
        }

        if (await backorder.PartAsync())
        {
            await journal.WriteAsync();
        }

        await parcels.SendOutAsync(Goods, StockHold.OrderReservation, GoodsAre.SoldOnDelivery);
        if (parcels.All.Count > 0)
        {
            await handingOver.GiveOutKeysAsync();
        }

        while (hold.IsOn && parcels.All.Count == 0)
        {
            // Licences leave by mail.
            if (await inbox.TakeAsync(await inbox.NextAsync()) is { } stop)
            {
                return stop;
            }
        }

        while (!parcels.AnyHandedOver && parcels.AnyUnderWay)
        {
            await TakeAsync(await inbox.NextAsync());
            if (parcels.NothingLeaves)
            {
                return recall.StoppedEverything is { } request
                    ? Stop.Asked(request)
                    : new Stop([ReasonCode.CarrierRefused], By: Actor.Shop);
            }

            if (!recall.IsPending)
            {
                // It may have been held until now.
                await handingOver.GiveOutKeysAsync();
            }
        }

        return null;
    }

    public async Task DeliverAsync()
    {
        if (parcels.All.Count == 0)
        {
            await handingOver.GiveOutLicencesAsync();
            if (!backorder.IsOpen)
            {
                await arrivals.WriteDeliveredAsync();
                return;
            }
        }

        while (backorder.IsOpen || parcels.AnyUnderWay)
        {
            await TakeAsync(await inbox.NextAsync());
        }
    }

    /// <summary>What any event means while parcels are under way, and afterwards.</summary>
    public Task TakeAsync(object next) =>
        next switch
        {
            ParcelUpdate update => FollowAsync(update),
            ShipmentEnd end => EndAsync(end),
            CancelRequest request when !parcels.AreSettling && (backorder.IsOpen || parcels.AnyUnderWay) => recall.BeginAsync(request),
            _ => inbox.TakeLateAsync(next, journal.State.Status == OrderStatus.Delivered ? Stage.Delivered : Stage.OnItsWay),
        };

    private async Task FollowAsync(ParcelUpdate update)
    {
        var parcel = parcels.Told(update.Parcel);
        if (parcel is { IsHandedOver: false, State.HandedOver: true })
        {
            await handingOver.HandOverAsync(parcel);
        }
        else if (parcel.IsHandedOver && arrivals.Status is var status && status != journal.State.Status && status != OrderStatus.Delivered)
        {
            journal.Becomes(status);
            await journal.WriteAsync();
        }

        hold.Hear(parcel);
        await recall.HearAsync(parcel, update.Recall);
    }

    private async Task EndAsync(ShipmentEnd end)
    {
        var parcel = parcels.Told(end.Parcel);
        parcel.Ended(end.Outcome);
        if (!parcel.IsHandedOver && end.Parcel.HandedOver)
        {
            // It went all the way while a step of ours ran.
            await handingOver.HandOverAsync(parcel);
        }

        hold.EndWithoutGoods();
        switch (end.Outcome)
        {
            case ShipmentOutcome.Delivered:
                await ArrivedAsync(parcel);
                break;
            case ShipmentOutcome.Returned:
                await undelivered.SettleReturnedAsync(parcel, end.Then);
                break;
            case ShipmentOutcome.Voided when recall.IsPending:
            case ShipmentOutcome.Refused when parcels.NothingLeaves:
                // Whether the order stops as a whole shows when all have answered.
                break;
            default:
                await undelivered.WriteOffAsync(parcel);
                break;
        }

        await recall.AnsweredAsync(parcel);
        await OpenPreparedReturnAsync(parcel);
    }

    private Task ArrivedAsync(TrackedParcel parcel)
    {
        warehouse.Sell(parcel);
        if (parcels.All.Count == 1 && !backorder.IsOpen)
        {
            journal.Mail(MailKind.Delivered);
        }
        else
        {
            var rest = backorder.IsOpen || parcels.AnyUnderWay ? "to_come" : "";
            journal.Tell(TimelineKind.ParcelDelivered, Actor.Carrier, ("parcel", $"{parcel.Number}"), ("rest", rest));
            journal.Mail(MailKind.Delivered, parcel.Reference);
        }

        return arrivals.WriteAsync();
    }

    /// <summary>
    /// The return that was prepared opens when everything has arrived that was to; also for a parcel that the carrier was to bring back,
    /// and delivered.
    /// </summary>
    private async Task OpenPreparedReturnAsync(TrackedParcel parcel)
    {
        var isDue = journal.State.ReturnAtDelivery || parcel is { RecallWasAccepted: true, Outcome: ShipmentOutcome.Delivered };
        if (journal.State.Status == OrderStatus.Delivered && isDue && recall.ReturnFor is { } requestId)
        {
            recall.ReturnOpened();
            await cases.ReturnEverythingAsync(requestId);
        }
    }
}
