using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// 6 and 7. Delivery, and the windows after it.
public sealed partial class OrderOrchestration
{
    private async Task DeliverAsync()
    {
        if (_parcels.Count == 0)
        {
            LeaveShop();
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, OrderReservation), Retries.Storage);
            await DeliverLicencesAsync();
            if (_rest is null)
            {
                await BecomeDeliveredAsync(Now, "system");
                return;
            }
        }

        while (_rest is not null || _parcels.Exists(parcel => parcel.UnderWay))
        {
            await TakeFollowingAsync((await _events.NextAsync(end: null))!);
        }
    }

    /// <summary>What any event means while parcels are under way, and afterwards.</summary>
    private async Task TakeFollowingAsync(object next)
    {
        switch (next)
        {
            case ParcelUpdate update:
                await FollowParcelAsync(update);
                break;
            case ShipmentEnd end:
                await EndParcelAsync(end);
                break;
            case CancelRequest request when !_failed && (_rest is not null || _parcels.Exists(parcel => parcel.UnderWay)):
                await CallBackAsync(request);
                break;
            default:
                await TakeLateAsync(next, _state.Status == OrderStatus.Delivered ? "delivered" : "handed_over");
                break;
        }
    }

    private async Task FollowParcelAsync(ParcelUpdate update)
    {
        var parcel = ParcelOf(update.Parcel);
        if (parcel is { HandedOver: false, State.HandedOver: true })
        {
            await HandOverAsync(parcel);
        }
        else if (parcel.HandedOver && StatusOfParcels() is var status && status != _state.Status && status != OrderStatus.Delivered)
        {
            await RecordAsync(_state with { Status = status });
        }

        if (update.CallBack is { } answer)
        {
            await TakeAnswerAsync(parcel, answer);
        }
        else if (parcel.CalledBackBy is { } eventId)
        {
            // It has perhaps not heard that it is called back: the engine drops what comes before an instance's first episode. It takes the same event once.
            SendCancel(parcel, eventId);
        }
    }

    private async Task EndParcelAsync(ShipmentEnd end)
    {
        var parcel = ParcelOf(end.Parcel);
        parcel.Outcome = end.Outcome;
        if (!parcel.HandedOver && end.Parcel.HandedOver)
        {
            // It went all the way while a step of ours ran.
            await HandOverAsync(parcel);
        }

        switch (end.Outcome)
        {
            case ShipmentOutcome.Delivered:
                await DeliverParcelAsync(parcel);
                break;
            case ShipmentOutcome.Returned:
                await TakeBackAsync(parcel, end.Then);
                break;
            case ShipmentOutcome.Voided when _callBack is not null:
            case ShipmentOutcome.Refused when NothingLeaves:
                // Whether the order stops as a whole shows when all have answered.
                break;
            default:
                await GiveUpParcelAsync(parcel);
                break;
        }

        await AnsweredAsync(parcel);
        await OpenPreparedReturnAsync(parcel);
    }

    private async Task DeliverParcelAsync(Consignment parcel)
    {
        Sell(parcel);
        var whole = _parcels.Count == 1 && _rest is null;
        await RecordArrivalAsync(
            whole ? [] : [Entry("parcel_delivered", "carrier", ("parcel", $"{parcel.Number}"))],
            whole ? [new(MailKind.Delivered)] : [new(MailKind.Delivered, OccasionOf(parcel))]);
    }

    /// <summary>Where the order stands after a parcel's end: delivered as soon as nothing is under way and something has arrived.</summary>
    private Task RecordArrivalAsync(IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<MailOccasion> mails)
    {
        var arrived = _parcels.Where(parcel => parcel.Outcome == ShipmentOutcome.Delivered).ToList();
        if (_failed || _rest is not null || _parcels.Exists(parcel => parcel.UnderWay) || (arrived.Count == 0 && !KeepsOnlyLicences))
        {
            return RecordAsync(_state with { Status = StatusOfParcels() }, timeline: timeline, mails: mails);
        }

        // What the shop would not take back may have been damaged on its way and be claimed; it is not given back a second time.
        var bought = arrived.Where(parcel => parcel.Reservation is not null).ToList();
        return BecomeDeliveredAsync(LastOf(arrived) ?? Now, "carrier", timeline, mails, LastOf(bought));
    }

    private DateTimeOffset? LastOf(List<Consignment> arrived) => arrived.Max(parcel => (DateTimeOffset?)(parcel.State!.DeliveredAt ?? Now));

    /// <summary>While a part is still to come, the order is not further than shipped; one that failed is being settled whatever its parcels do.</summary>
    private OrderStatus StatusOfParcels()
    {
        if (_failed)
        {
            return OrderStatus.Cancelling;
        }

        var status = OrderStatuses.FromParcels([.. _parcels.Select(parcel => parcel.Stands)]);
        return _rest is not null && status > OrderStatus.Shipped ? OrderStatus.Shipped : status;
    }

    /// <param name="deliveredAt">When the last of it arrived: what can be claimed.</param>
    /// <param name="boughtAt">When the last arrived that can be given back; null if that is the same.</param>
    private Task BecomeDeliveredAsync(DateTimeOffset deliveredAt, string actor, IReadOnlyList<TimelineEntry>? timeline = null, IReadOnlyList<MailOccasion>? mails = null, DateTimeOffset? boughtAt = null) => RecordAsync(
        _state with { Status = OrderStatus.Delivered, Deadlines = _state.Deadlines.With("claim", deliveredAt + _order.Windows.Claim).With("return", (boughtAt ?? deliveredAt) + _order.Windows.Return) },
        timeline: [.. timeline ?? [], Entry("delivered", actor)],
        mails: mails ?? [new(MailKind.Delivered)]);

    // 7. The order closes when the windows have passed and nothing is open.

    private async Task<OrderStatus> CloseAsync()
    {
        while (await NextBeforeTheEndAsync() is { } next)
        {
            await TakeFollowingAsync(next);
        }

        return _state.Kept.Amount > 0 && _state.Status == OrderStatus.Delivered
            ? await EndAsync(OrderStatus.Closed, [Entry("closed", "system")], [])
            : await EndAsync(OrderStatus.Refunded, [Entry("refunded", "shop", Amount(_state.Refunded))], []);
    }

    /// <summary>What happens while a window or anything else is open, or has arrived in the last moment; null when the order can end. Goods that are sent again have windows of their own.</summary>
    private async Task<object?> NextBeforeTheEndAsync()
    {
        while (true)
        {
            if (_events.Arrived() is { } arrived)
            {
                return arrived;
            }

            if (_state.Status == OrderStatus.Delivered && Now < ClosesAt)
            {
                using var alarm = new Alarm(_context, ClosesAt);
                if (await _events.NextAsync(alarm.Rings) is { } next)
                {
                    return next;
                }
            }
            else if (_parcels.Exists(parcel => parcel.UnderWay) || _openCases.Count > 0)
            {
                return await _events.NextAsync(end: null);
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>The last window's end; a little later, for what was filed in its last moment.</summary>
    private DateTimeOffset ClosesAt
    {
        get
        {
            var last = Later(_state.Deadlines["claim"], _state.Deadlines["return"]);
            var grace = (_order.Windows.Return > _order.Windows.Claim ? _order.Windows.Return : _order.Windows.Claim) / 20;
            return last + (grace < _longestGrace ? grace : _longestGrace);
        }
    }

    private static readonly TimeSpan _longestGrace = TimeSpan.FromMinutes(1);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
