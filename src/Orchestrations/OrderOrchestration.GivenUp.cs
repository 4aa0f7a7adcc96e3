using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// Parcels that do not arrive: what is in them is paid back, or goes out again.
public sealed partial class OrderOrchestration
{
    /// <summary>A parcel came back to the shop and was opened: what is as new is on the shelf again, and goes out once more, or is paid back.</summary>
    private async Task TakeBackAsync(Consignment parcel, AfterInspection then)
    {
        ParcelLine[] asNew = [.. parcel.State!.Inspected.Where(line => line is { Condition: ReturnCondition.AsNew, Quantity: > 0 }).Select(line => new ParcelLine(line.Sku, line.Quantity))];
        if (asNew.Length > 0)
        {
            await _context.CallActivityAsync(nameof(ReceiveReturnedStock), new ReturnedStock(_order.OrderId, OccasionOf(parcel), asNew), Retries.Storage);
        }

        if (then == AfterInspection.ShipAgain && !parcel.Replaced && await SendAgainAsync(parcel))
        {
            return;
        }

        await GiveUpParcelAsync(parcel);
    }

    /// <summary>What a claim has made good meanwhile does not go out once more.</summary>
    private async Task<bool> SendAgainAsync(Consignment parcel)
    {
        var (owed, again) = (NotPaidBack(parcel.Owed), $"{OccasionOf(parcel)}:again");
        if (owed.Count == 0 || await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, again, owed), Retries.Storage) is not { Reserved: true })
        {
            return false;
        }

        parcel.Replaced = true;
        await SendOutAsync(owed, again, parcel.Sold);
        await RecordAsync(_state with { Status = StatusOfParcels() }, timeline: [Entry("parcel_sent_again", "shop")]);
        return true;
    }

    /// <summary>A parcel that will not arrive: its lines are paid back, and the carriage with the last of them, unless it was in vain by the customer's doing.</summary>
    private async Task GiveUpParcelAsync(Consignment parcel)
    {
        if (parcel is { HandedOver: false, Reservation: { } reservation })
        {
            await _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, reservation), Retries.Storage);
        }

        if (parcel.Replaced)
        {
            await RecordArrivalAsync([], []);
            return;
        }

        var occasion = OccasionOf(parcel);
        var owed = NotPaidBack(parcel.Owed);
        var value = ValueOf(owed);
        var costs = parcel is { Outcome: ShipmentOutcome.Returned, Sold: false } && ReturnToSender.ByCustomer(parcel.State!);
        if (parcel.Sold)
        {
            Book(LedgerKind.GoodsReturned, value, occasion);
        }

        _paidBack.AddRange(owed);
        _due -= value;
        if (costs)
        {
            var fee = Money.Zero(value.Currency) with { Amount = Math.Min(_order.ReturnToSenderFee, value.Amount) };
            Book(LedgerKind.ShippingSold, _order.ShippingFee, "order");
            Book(LedgerKind.FeeCharged, fee, occasion);
            _due += fee;
        }

        if (_rest is null && _parcels.TrueForAll(other => other.Outcome is not (null or ShipmentOutcome.Delivered)))
        {
            _due = _state.Kept;
        }

        var (kind, reason) = Told(parcel.Outcome);
        var back = Paid - _due;
        await RefundAsync(back, occasion);
        await RecordArrivalAsync(
            [Entry(kind, "carrier", ("parcel", $"{parcel.Number}"))],
            back.Amount > 0 ? [new(MailKind.Refunded, occasion, Facts(Amount(back), ("reason", costs ? $"{reason},return_costs" : reason)))] : []);
    }

    private static (string Timeline, string Reason) Told(ShipmentOutcome? outcome) => outcome switch
    {
        ShipmentOutcome.Returned => ("parcel_returned", "parcel_returned"),
        ShipmentOutcome.Damaged => ("parcel_damaged", "parcel_damaged"),
        ShipmentOutcome.Voided => ("parcel_called_back", "customer_request"),
        ShipmentOutcome.Refused => ("parcel_refused", "carrier_refused"),
        _ => ("parcel_lost", "parcel_lost"),
    };

    /// <summary>
    /// A step failed for good after something had left: what is on its way is taken to arrive, what is not goes back on the shelf, and the rest of the money back to the customer. What becomes of a parcel after
    /// all is carried out as for one that replaces another.
    /// </summary>
    private async Task SettleShippedAsync()
    {
        await LeaveLineAsync();
        foreach (var parcel in _parcels.Where(parcel => parcel.UnderWay))
        {
            if (parcel.HandedOver)
            {
                Sell(parcel);
                continue;
            }

            if (parcel.Reservation is { } reservation)
            {
                await _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, reservation), Retries.Storage);
            }
        }

        _due = _state.Kept;
        await RefundAsync(Paid - _due, "failed");

        // It may be this that failed.
        foreach (var parcel in _parcels.Where(parcel => parcel.HandedOver))
        {
            await BookOutAsync(parcel);
        }
    }

    /// <summary>What has not left is not to leave any more. Its end gives nothing back: that is settled for all of the order, once it is known what has left after all.</summary>
    private void StopParcels()
    {
        foreach (var parcel in _parcels.Where(parcel => parcel.MayLeave))
        {
            parcel.Replaced = true;
            SendCancel(parcel, "failed");
        }
    }

    /// <summary>Books a parcel's goods as sold, and what is paid for sending them.</summary>
    private void Sell(Consignment parcel)
    {
        if (parcel.Sold)
        {
            return;
        }

        parcel.Sold = true;
        Book(LedgerKind.GoodsSold, ValueOf(parcel.Owed), OccasionOf(parcel));
        Book(LedgerKind.ShippingSold, _order.ShippingFee, "order");
        Book(LedgerKind.DutiesSold, _order.DutiesDue, "order");
    }

    /// <summary>Goods that were divided into parcels and have not left go back on the shelf.</summary>
    private async Task ReleaseUnsentAsync()
    {
        foreach (var parcel in _parcels.Where(parcel => !parcel.HandedOver && parcel.Reservation != parcel.Whole))
        {
            await _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, parcel.Reservation!), Retries.Storage);
        }
    }

    private static string OccasionOf(Consignment parcel) => FormattableString.Invariant($"parcel-{parcel.Number}");
}
