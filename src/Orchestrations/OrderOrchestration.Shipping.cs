using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

// Stages 5 to 7: from the warehouse to the end of the claim window.
public sealed partial class OrderOrchestration
{
    // 5. Prepare and ship

    private async Task<Stop?> PrepareAndShipAsync()
    {
        await RecordAsync(_state with { Status = OrderStatus.Preparing }, timeline: [Entry("stock_reserved", "system")]);
        if (await TakeArrivedAsync() is { } asked)
        {
            return asked;
        }

        if (!_order.NeedsParcel)
        {
            return null;
        }

        _shipment = _context.CallSubOrchestratorAsync<ShipmentEnd>(
            nameof(ShipmentOrchestration),
            ShipmentOrder.For(_order, OnlyParcel),
            new SubOrchestrationOptions(instanceId: ShipmentOrder.InstanceId(_order.OrderId, OnlyParcel)));

        CancelRequest? callingBack = null;
        while (_parcel is not { HandedOver: true })
        {
            switch (await _events.NextAsync(_shipment))
            {
                case PaymentUpdate update:
                    await TakePaymentAsync(update);
                    break;

                case CancelRequest request when callingBack is null:
                    callingBack = request;
                    _context.SendEvent(ShipmentOrder.InstanceId(_order.OrderId, OnlyParcel), OrderEvents.CancelShipment, new CancelShipment(request.EventId));
                    break;

                case CancelRequest again:
                    await RefuseAsync(again, "cancel_in_progress");
                    break;

                case ParcelUpdate update:
                    _parcel = update.Parcel;
                    if (update.RefusedCancel is not null && callingBack is not null)
                    {
                        await RefuseAsync(callingBack, "handed_over");
                        callingBack = null;
                    }

                    break;

                case null:
                    var end = await _shipment;
                    _parcel = end.Parcel;
                    switch (end.Outcome)
                    {
                        case ShipmentOutcome.Voided:
                            return Stop.Asked(callingBack!);
                        case ShipmentOutcome.Refused:
                            return new Stop(["carrier_refused"], By: "shop");
                        default:
                            // It went all the way while a step of ours ran.
                            await HandOverAsync(callingBack);
                            return null;
                    }
            }
        }

        await HandOverAsync(callingBack);
        return null;
    }

    /// <summary>From here on there is no way back but a return: the reserved units have left the shop, and the licences are given out.</summary>
    private async Task HandOverAsync(CancelRequest? tooLate)
    {
        _undo.Clear();
        await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, "order"), Retries.Storage);
        await DeliverLicencesAsync();
        await RecordAsync(
            _state with { Status = OrderStatus.Shipped, Kept = DigitalValue },
            timeline: [Entry("shipped", "carrier", ("waybill", _parcel!.Waybill ?? ""), ("carrier", _parcel.Carrier ?? ""))],
            mails: [new(MailKind.Shipped, $"parcel-{OnlyParcel}")]);
        if (tooLate is not null)
        {
            await RefuseAsync(tooLate, "handed_over");
        }
    }

    // 6. Delivery

    private async Task<ShipmentEnd?> DeliverAsync()
    {
        if (_shipment is null)
        {
            _undo.Clear();
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, "order"), Retries.Storage);
            await DeliverLicencesAsync();
            await BecomeDeliveredAsync(Now);
            return null;
        }

        while (await _events.NextAsync(_shipment) is { } next)
        {
            switch (next)
            {
                case ParcelUpdate update:
                    await FollowParcelAsync(update.Parcel);
                    break;
                default:
                    await TakeLateAsync(next, "handed_over");
                    break;
            }
        }

        var end = await _shipment;
        if (end.Outcome != ShipmentOutcome.Delivered)
        {
            return end;
        }

        await BecomeDeliveredAsync(end.Parcel.DeliveredAt ?? Now);
        return null;
    }

    private async Task FollowParcelAsync(ParcelState parcel)
    {
        _parcel = parcel;
        var status = OrderStatuses.FromParcels([parcel]);
        if (status != _state.Status && status != OrderStatus.Delivered)
        {
            await RecordAsync(_state with { Status = status });
        }
    }

    private Task BecomeDeliveredAsync(DateTimeOffset deliveredAt) => RecordAsync(
        _state with { Status = OrderStatus.Delivered, Kept = _order.Total, Deadlines = _state.Deadlines.With("claim", deliveredAt + _order.Windows.Claim) },
        timeline: [Entry("delivered", _shipment is null ? "system" : "carrier")],
        mails: [new(MailKind.Delivered)]);

    private async Task DeliverLicencesAsync()
    {
        if (_order.Lines.Any(line => line.Kind == ProductKind.Digital))
        {
            await _context.CallActivityAsync(nameof(DeliverLicences), _order.OrderId, Retries.Storage);
            await RecordAsync(_state, timeline: [Entry("licences_delivered", "system")], mails: [new(MailKind.Licences)]);
        }
    }

    // 7. Claim window

    private async Task<OrderStatus> CloseAfterClaimWindowAsync()
    {
        using var alarm = new Alarm(_context, _state.Deadlines["claim"]);
        while (await _events.NextAsync(alarm.Rings) is { } next)
        {
            await TakeLateAsync(next, "delivered");
        }

        return await EndAsync(OrderStatus.Closed, [Entry("closed", "system")], []);
    }
}
