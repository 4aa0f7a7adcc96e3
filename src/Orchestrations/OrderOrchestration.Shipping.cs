using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

// 5. Prepare and ship: each parcel is a shipment of its own; the order follows them all.
public sealed partial class OrderOrchestration
{
    private readonly List<Consignment> _parcels = [];

    /// <summary>The cancel request on whose behalf parcels are called back at this moment.</summary>
    private CancelRequest? _callingBack;

    private async Task<Stop?> PrepareAndShipAsync()
    {
        await PartAsync();
        await RecordAsync(_state with { Status = OrderStatus.Preparing }, timeline: [Entry("stock_reserved", "system")]);
        if (await TakeArrivedAsync() is { } asked)
        {
            return asked;
        }

        Dispatch(PhysicalLines, OrderReservation, sold: false);
        while (!_parcels.Exists(parcel => parcel.HandedOver) && _parcels.Exists(parcel => parcel.UnderWay))
        {
            if (await TakeInWarehouseAsync((await _events.NextAsync(end: null))!) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    private IReadOnlyList<ParcelLine> PhysicalLines =>
        [.. StockRules.Without(_order.Lines, [.. RestLines]).Where(line => line.Kind == ProductKind.Physical).Select(line => new ParcelLine(line.Sku, line.Quantity))];

    /// <summary>Starts the parcel that carries these lines, which are reserved or the customer's own.</summary>
    private void Dispatch(IReadOnlyList<ParcelLine> lines, string? reservation, bool sold)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var parcel = new Consignment(_parcels.Count + 1, lines, reservation, sold);
        _parcels.Add(parcel);
        _events.Watch(_context.CallSubOrchestratorAsync<ShipmentEnd>(
            nameof(ShipmentOrchestration),
            ShipmentOrder.For(_order, parcel.Number, lines),
            new SubOrchestrationOptions(instanceId: ShipmentOrder.InstanceId(_order.OrderId, parcel.Number))));
    }

    /// <summary>Until the carrier has the first parcel, a cancel calls them all back.</summary>
    private async Task<Stop?> TakeInWarehouseAsync(object next)
    {
        switch (next)
        {
            case CancelRequest request when _callingBack is null:
                _callingBack = request;
                foreach (var parcel in _parcels.Where(parcel => parcel.UnderWay))
                {
                    _context.SendEvent(ShipmentOrder.InstanceId(_order.OrderId, parcel.Number), OrderEvents.CancelShipment, new CancelShipment(request.EventId));
                }

                return null;

            case CancelRequest again:
                await RefuseAsync(again.EventId, "cancel", "cancel_in_progress");
                return null;

            case ShipmentEnd { Outcome: ShipmentOutcome.Refused } end when _parcels.Count == 1:
                ParcelOf(end.Parcel).Outcome = end.Outcome;
                return new Stop(["carrier_refused"], By: "shop");

            case ShipmentEnd { Outcome: ShipmentOutcome.Voided } end when _parcels.TrueForAll(parcel => parcel.Number == end.Parcel.Number || parcel.Outcome == ShipmentOutcome.Voided):
                ParcelOf(end.Parcel).Outcome = end.Outcome;
                return Stop.Asked(_callingBack!);

            default:
                await TakeFollowingAsync(next);
                return null;
        }
    }

    private Consignment ParcelOf(ParcelState state)
    {
        var parcel = _parcels[state.Number - 1];
        parcel.State = state;
        return parcel;
    }

    /// <summary>From here on there is no way back but a return: the reserved units have left the shop, and the licences are given out.</summary>
    private async Task HandOverAsync(Consignment parcel)
    {
        var first = !_parcels.Exists(other => other.HandedOver);
        parcel.HandedOver = true;
        _undo.Clear();
        if (parcel.Reservation is { } reservation)
        {
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, reservation), Retries.Storage);
        }

        if (first)
        {
            await DeliverLicencesAsync();
        }

        await RecordAsync(
            _state with { Status = first ? OrderStatus.Shipped : StatusOfParcels() },
            timeline: [Entry("shipped", "carrier", ("waybill", parcel.State!.Waybill ?? ""), ("carrier", parcel.State.Carrier ?? ""))],
            mails: [new(MailKind.Shipped, FormattableString.Invariant($"parcel-{parcel.Number}"))]);
        await RefuseCallBackAsync();
    }

    private async Task RefuseCallBackAsync()
    {
        if (_callingBack is { } tooLate)
        {
            _callingBack = null;
            await RefuseAsync(tooLate.EventId, "cancel", "handed_over");
        }
    }

    private async Task DeliverLicencesAsync()
    {
        var given = DigitalValue;
        if (given > _licensed)
        {
            // The rest comes when it is there.
            var occasion = _licensed.Amount == 0 ? "" : "rest";
            await _context.CallActivityAsync(nameof(DeliverLicences), _order.OrderId, Retries.Storage);
            Book(LedgerKind.GoodsSold, given - _licensed, $"licences{occasion}");
            _licensed = given;
            await RecordAsync(_state, timeline: [Entry("licences_delivered", "system")], mails: [new(MailKind.Licences, occasion)]);
        }
    }
}
