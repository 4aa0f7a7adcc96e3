using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

// 5. Prepare and ship: each parcel is a shipment of its own; the order follows them all.
public sealed partial class OrderOrchestration
{
    private readonly List<Consignment> _parcels = [];

    /// <summary>True once something of the order has left the shop.</summary>
    private bool _left;

    /// <summary>True if nothing has left, and no parcel is there that may: the order stops as a whole.</summary>
    private bool NothingLeaves => !_left && !_parcels.Exists(parcel => parcel.UnderWay);

    /// <summary>True if all that has left are licences: the goods waited for stock.</summary>
    private bool KeepsOnlyLicences => _left && _state.Kept.Amount > 0 && !_parcels.Exists(parcel => parcel.HandedOver);

    private async Task<Stop?> PrepareAndShipAsync()
    {
        await PartAsync();
        await RecordAsync(_state with { Status = OrderStatus.Preparing }, timeline: [Entry("stock_reserved", "system")]);
        if (await TakeArrivedAsync() is { } asked)
        {
            // The engine starts a parcel before it stores that we called it. When that storing fails, this is decided again, and by now the order may stop: then a parcel is under way that we never called.
            _context.SendEvent(ShipmentOrder.InstanceId(_order.OrderId, _parcels.Count + 1), OrderEvents.CancelShipment, new CancelShipment("never_called"));
            return asked;
        }

        await SendOutAsync(PhysicalLines, OrderReservation, sold: false);
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

    /// <summary>Sends these lines, which are reserved, on their way: in one parcel, or in several where one may not hold them all.</summary>
    private async Task SendOutAsync(IReadOnlyList<ParcelLine> lines, string reservation, bool sold)
    {
        PackedGoods[] goods = [.. lines.Select(line => PackedGoods.Of(_order.Lines.First(ordered => ordered.Sku == line.Sku), line.Quantity))];
        if (ParcelPlan.IsPlain(goods))
        {
            Dispatch(lines, reservation, sold);
            return;
        }

        // Until the first of them is handed over, an order that stops gives them all back.
        _undo.Push(ReleaseUnsentAsync);
        var packed = await _context.CallActivityAsync<IReadOnlyList<PackedParcel>>(
            nameof(PackParcels), new GoodsToPack(_order.OrderId, reservation, goods, _order.Country, _order.ShippingClass), Retries.Storage);
        foreach (var parcel in packed)
        {
            Dispatch(parcel.Lines, parcel.Reservation, sold, reservation);
        }
    }

    /// <summary>Starts the parcel that carries these lines, which are reserved or the customer's own.</summary>
    /// <param name="whole">The reservation that they were made in, if theirs is a part of it.</param>
    private void Dispatch(IReadOnlyList<ParcelLine> lines, string? reservation, bool sold, string? whole = null)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var parcel = new Consignment(_parcels.Count + 1, lines, whole ?? reservation, reservation, sold);
        _parcels.Add(parcel);
        _events.Watch(EndOfAsync(parcel, _context.CallSubOrchestratorAsync<ShipmentEnd>(
            nameof(ShipmentOrchestration),
            ShipmentOrder.For(_order, parcel.Number, lines),
            new SubOrchestrationOptions(instanceId: ShipmentOrder.InstanceId(_order.OrderId, parcel.Number)) { Version = _context.Version })));
    }

    private static async Task<ShipmentEnd> EndOfAsync(Consignment parcel, Task<ShipmentEnd> shipment)
    {
        try
        {
            return await shipment;
        }
        catch (TaskFailedException)
        {
            parcel.Forsaken = true;
            throw;
        }
    }

    /// <summary>Until the carrier has the first parcel, the order can still stop as a whole.</summary>
    private async Task<Stop?> TakeInWarehouseAsync(object next)
    {
        await TakeFollowingAsync(next);
        if (!NothingLeaves)
        {
            return null;
        }

        return _stopAsked is { } request ? Stop.Asked(request) : new Stop(["carrier_refused"], By: "shop");
    }

    private Consignment ParcelOf(ParcelState state)
    {
        var parcel = _parcels[state.Number - 1];
        parcel.State = parcel.State?.Sequence > state.Sequence ? parcel.State : state;
        return parcel;
    }

    /// <summary>From here on there is no way back but a return: the reserved units have left the shop, and the licences are given out.</summary>
    private async Task HandOverAsync(Consignment parcel)
    {
        var first = !_parcels.Exists(other => other.HandedOver);
        parcel.HandedOver = true;

        // An order that failed would have stopped it: it has left all the same.
        parcel.Replaced = false;
        LeaveShop();
        await BookOutAsync(parcel);
        if (first)
        {
            await DeliverLicencesAsync();
        }

        await RecordAsync(
            _state with { Status = first && !_failed ? OrderStatus.Shipped : StatusOfParcels() },
            timeline: [Entry("shipped", "carrier", ("waybill", parcel.State!.Waybill ?? ""), ("carrier", parcel.State.Carrier ?? ""))],
            mails: [new(MailKind.Shipped, FormattableString.Invariant($"parcel-{parcel.Number}"))]);
    }

    /// <summary>What is in a parcel is no longer in the warehouse; again is the same.</summary>
    private async Task BookOutAsync(Consignment parcel)
    {
        if (parcel.Reservation is { } reservation)
        {
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, reservation), Retries.Storage);
        }

        if (parcel.Whole is { } whole && whole != parcel.Reservation)
        {
            // What was not divided into parcels are the licences.
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, whole), Retries.Storage);
        }
    }

    private void LeaveShop()
    {
        _left = true;
        _undo.Clear();
        _undo.Push(SettleShippedAsync);
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
