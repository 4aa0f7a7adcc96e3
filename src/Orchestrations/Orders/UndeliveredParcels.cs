using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Parcels that do not arrive: what is in them is refunded, or goes out again.</summary>
internal sealed class UndeliveredParcels(
    OrderJournal journal,
    OrderBalance balance,
    Refunds refunds,
    StockHold stock,
    OrderParcels parcels,
    Backorder backorder,
    Warehouse warehouse,
    Arrivals arrivals,
    AfterSales afterSales
)
{
    /// <summary>
    /// A parcel came back to the shop and was opened: what is as new is for sale again, and goes out once more, or is refunded.
    /// </summary>
    public async Task SettleReturnedAsync(TrackedParcel parcel, AfterInspection then)
    {
        ParcelLine[] asNew =
        [
            .. from line in parcel.State!.Inspected
            where line is { Condition: ReturnCondition.AsNew, Quantity: > 0 }
            select new ParcelLine(line.Sku, line.Quantity),
        ];
        await stock.RestockAsync(parcel.Reference, asNew);
        if (then == AfterInspection.ShipAgain && !parcel.IsReplaced && await SendAgainAsync(parcel))
        {
            return;
        }

        await WriteOffAsync(parcel);
    }

    /// <summary>
    /// A parcel that will not arrive: its lines are refunded, and the shipping fee with the last of them, unless it was in vain by the
    /// customer's doing.
    /// </summary>
    public async Task WriteOffAsync(TrackedParcel parcel)
    {
        await warehouse.ReleaseAsync(parcel);
        if (parcel.IsReplaced)
        {
            await arrivals.WriteAsync();
            return;
        }

        var owed = afterSales.NotRefunded(parcel.Owed);
        var value = balance.ValueOf(owed);
        var isCustomersDoing = parcel is { Outcome: ShipmentOutcome.Returned, IsSold: false } && ReturnToSender.ByCustomer(parcel.State!);
        if (parcel.IsSold)
        {
            balance.Book(LedgerKind.GoodsReturned, value, parcel.Reference);
        }

        afterSales.Refunded(owed);
        balance.OweLess(value);
        if (parcel.Reservation is not null)
        {
            // What goes back to the customer has crossed the border once.
            balance.WaiveDuties([.. owed, .. parcel.RefundedAsLost], parcel.Reference);
        }

        if (isCustomersDoing)
        {
            var fee = value with { Amount = Math.Min(journal.Order.ReturnToSenderFee, value.Amount) };
            warehouse.SellShipping();
            balance.Book(LedgerKind.FeeCharged, fee, parcel.Reference);
            balance.Owe(fee);
        }

        if (!backorder.IsOpen && parcels.All.All(other => other.Outcome is not (null or ShipmentOutcome.Delivered)))
        {
            balance.OweWhatIsKept();
        }

        var (kind, reason) = Named(parcel.Outcome);
        var back = balance.Excess;
        await refunds.RefundAsync(back, parcel.Reference);
        journal.Tell(kind, Actor.Carrier, ("parcel", $"{parcel.Number}"));
        if (back.Amount > 0)
        {
            refunds.Announce(back, parcel.Reference, isCustomersDoing ? [reason, ReasonCode.ReturnCosts] : [reason]);
        }

        await arrivals.WriteAsync();
    }

    /// <summary>
    /// A step failed for good after something had left: what is on its way is taken to arrive, what is not is for sale again, and the
    /// remaining money goes back to the customer. What becomes of a parcel after all is carried out as for one that replaces another.
    /// </summary>
    public async Task SettleAsync()
    {
        await backorder.LeaveQueueAsync();
        foreach (var parcel in parcels.All.Where(parcel => parcel.IsUnderWay))
        {
            if (parcel.IsHandedOver)
            {
                warehouse.Sell(parcel);
            }
            else
            {
                await warehouse.ReleaseAsync(parcel);
            }
        }

        balance.OweWhatIsKept();
        await refunds.RefundAsync(balance.Excess, "failed");

        // It may be this that failed.
        foreach (var parcel in parcels.All.Where(parcel => parcel.IsHandedOver))
        {
            await warehouse.BookOutAsync(parcel);
        }

        await warehouse.BookOutLicencesAsync();
    }

    /// <summary>What a claim has compensated meanwhile does not go out once more.</summary>
    private async Task<bool> SendAgainAsync(TrackedParcel parcel)
    {
        var (owed, again) = (afterSales.NotRefunded(parcel.Owed), $"{parcel.Reference}:again");
        if (owed.Count == 0 || !await stock.ReserveAgainAsync(again, owed))
        {
            return false;
        }

        parcel.Replaced();
        await parcels.SendOutAsync(owed, again, parcel.IsSold ? GoodsAre.SoldBefore : GoodsAre.SoldOnDelivery);
        journal.Becomes(arrivals.Status);
        journal.Tell(TimelineKind.ParcelSentAgain, Actor.Shop);
        await journal.WriteAsync();
        return true;
    }

    private static (TimelineKind Timeline, ReasonCode Reason) Named(ShipmentOutcome? outcome) =>
        outcome switch
        {
            ShipmentOutcome.Returned => (TimelineKind.ParcelReturned, ReasonCode.ParcelReturned),
            ShipmentOutcome.Damaged => (TimelineKind.ParcelDamaged, ReasonCode.ParcelDamaged),
            ShipmentOutcome.Voided => (TimelineKind.ParcelStopped, ReasonCode.CustomerRequest),
            ShipmentOutcome.Refused => (TimelineKind.ParcelRefused, ReasonCode.CarrierRefused),
            _ => (TimelineKind.ParcelLost, ReasonCode.ParcelLost),
        };
}
