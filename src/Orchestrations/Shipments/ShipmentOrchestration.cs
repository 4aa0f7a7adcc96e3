using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>One parcel, from booking to its end. Tells its order each time the parcel's status changes.</summary>
public sealed class ShipmentOrchestration : IDisposable
{
    private readonly TaskOrchestrationContext _context;
    private readonly ShipmentOrder _shipment;
    private readonly EventFeed _events;
    private readonly ParcelWatches _watches;
    private readonly ParcelJournal _journal;
    private readonly Booking _booking;
    private readonly Tracking _tracking;
    private readonly ParcelCommands _commands;
    private readonly OverdueParcel _overdue;
    private DurableTimer? _timer;

    private ShipmentOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _events = new EventFeed(context)
            .On<CarrierUpdate>(OrderEvents.CarrierUpdate, update => update.EventId)
            .On<CancelShipment>(OrderEvents.CancelShipment, request => request.EventId)
            .On<HoldShipment>(OrderEvents.HoldShipment, hold => hold.EventId)
            .On<VoidWaybill>(OrderEvents.VoidWaybill, wish => wish.EventId)
            .On<ReturnReceived>(OrderEvents.ReturnReceived, received => received.EventId);

        var shipment =
            context.GetInput<ShipmentOrder>() ?? throw new InvalidOperationException("A shipment orchestration starts with its parcel.");
        _shipment = shipment;
        var promises = new ParcelPromises();
        _watches = new(shipment.Windows);
        _journal = new(context, shipment, _watches, promises);
        var carrier = new CarrierCalls(context, _journal);
        _booking = new(context, shipment, _journal, _watches, promises);
        _tracking = new(shipment, _journal, _watches, carrier);
        _commands = new(_journal, carrier, _booking, _tracking, _watches);
        _overdue = new(context, shipment, _journal, _watches, promises, _tracking, _commands);
    }

    [Function(nameof(ShipmentOrchestration))]
    public static async Task<ShipmentEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var shipment = new ShipmentOrchestration(context);
        return await shipment.RunAsync();
    }

    public void Dispose() => _timer?.Dispose();

    private async Task<ShipmentEnd> RunAsync()
    {
        if (_shipment.Held)
        {
            await _commands.StartHeldAsync();
        }
        else if (!await _booking.BookAsync())
        {
            return new ShipmentEnd(ShipmentOutcome.Refused, _journal.Parcel);
        }

        while (_journal.Parcel.Outcome is null)
        {
            switch (await NextAsync())
            {
                case CarrierUpdate update:
                    await _tracking.ApplyAsync(update.Scans, update.EventId);
                    break;

                case CancelShipment request:
                    await _commands.RecallAsync(request);
                    break;

                case HoldShipment hold:
                    await _commands.HoldAsync(hold);
                    break;

                case VoidWaybill wish:
                    await _commands.ReplaceWaybillAsync(wish);
                    break;

                case ReturnReceived received:
                    await _commands.InspectAsync(received);
                    break;

                case null:
                    await _overdue.TakeAsync();
                    break;
            }
        }

        return new ShipmentEnd(_journal.Parcel.Outcome.Value, _journal.Parcel, _commands.AfterInspection);
    }

    /// <summary>
    /// The next event, or null as soon as a watch is due. One timer serves all watches, and stays while none is due before it fires.
    /// </summary>
    private async Task<object?> NextAsync()
    {
        while (true)
        {
            if (_events.Arrived() is { } arrived)
            {
                return arrived;
            }

            if (_watches.Nearest is not { } nearest)
            {
                return await _events.NextAsync(end: null);
            }

            if (nearest <= _journal.Now)
            {
                return null;
            }

            if (_timer is null || _timer.Fired.IsCompleted || _timer.At > nearest)
            {
                _timer?.Dispose();
                _timer = new DurableTimer(_context, nearest);
            }

            if (await _events.NextAsync(_timer.Fired) is { } next)
            {
                return next;
            }
        }
    }
}
