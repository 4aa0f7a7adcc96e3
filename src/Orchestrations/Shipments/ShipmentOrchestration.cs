using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>
/// One parcel, from booking to its end. Tells its order each time the parcel's status changes. One file per chapter: Watches (what happens when nothing happens), Commands (what people ask of it), Telling.
/// </summary>
public sealed partial class ShipmentOrchestration : IDisposable
{
    private readonly TaskOrchestrationContext _context;
    private readonly ShipmentOrder _shipment;
    private readonly EventFeed _events;
    private readonly ParcelWatches _watches;
    private ParcelState _parcel;
    private DurableTimer? _timer;
    private AfterInspection _then;
    private int _waybills;

    private ShipmentOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _shipment = context.GetInput<ShipmentOrder>() ?? throw new InvalidOperationException("A shipment orchestration starts with its parcel.");
        _parcel = new ParcelState { Number = _shipment.Number, Lines = _shipment.Lines, Status = ParcelStatus.Preparing };
        _watches = new ParcelWatches(_shipment.Windows);
        _events = new EventFeed(context)
            .On<CarrierUpdate>(OrderEvents.CarrierUpdate, update => update.EventId)
            .On<CancelShipment>(OrderEvents.CancelShipment, request => request.EventId)
            .On<VoidWaybill>(OrderEvents.VoidWaybill, wish => wish.EventId)
            .On<ReturnReceived>(OrderEvents.ReturnReceived, received => received.EventId);
    }

    private CarrierWaybill Waybill => new(_parcel.Carrier!, _parcel.Waybill!);

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    [Function(nameof(ShipmentOrchestration))]
    public static async Task<ShipmentEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var shipment = new ShipmentOrchestration(context);
        return await shipment.RunAsync();
    }

    public void Dispose() => _timer?.Dispose();

    private async Task<ShipmentEnd> RunAsync()
    {
        if (!await BookAsync([], handled: null))
        {
            return new ShipmentEnd(ShipmentOutcome.Refused, _parcel);
        }

        while (_parcel.Outcome is null)
        {
            switch (await NextAsync())
            {
                case CarrierUpdate update:
                    await ApplyAsync(update.Scans, update.EventId);
                    break;

                case CancelShipment request:
                    await CallBackAsync(request);
                    break;

                case VoidWaybill wish:
                    await BookAnewAsync(wish);
                    break;

                case ReturnReceived received:
                    await InspectAsync(received);
                    break;

                case null:
                    await RingAsync();
                    break;
            }
        }

        return new ShipmentEnd(_parcel.Outcome.Value, _parcel, _then);
    }

    /// <summary>The next event, or null as soon as a watch is due. One timer serves all watches, and stays while none is due before it rings.</summary>
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

            if (nearest <= Now)
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

    /// <summary>Gets a waybill; false if the carrier will not take the parcel.</summary>
    private async Task<bool> BookAsync(IReadOnlyList<TimelineEntry> before, string? handled)
    {
        BookedParcel booked;
        try
        {
            var parcel = new ParcelToBook(_shipment.OrderId, _shipment.Number, ++_waybills, _shipment.Class, _shipment.WeightGrams, _shipment.Windows.HandOver);
            booked = await _context.CallPartnerAsync<BookedParcel>(nameof(BookShipment), parcel, Retries.Partner);
        }
        catch (PartnerRefusedException)
        {
            return false;
        }

        _watches.Booked(booked.HandOverBy, booked.Promise);
        var first = _promises.Count == 0;
        if (first)
        {
            _promises = PromiseState.OfParcel(_shipment.Number, booked.Promise, _shipment.Class, booked.Carrier);
        }

        await RecordAsync(
            _parcel with
            {
                Status = ParcelStatus.LabelCreated,
                Carrier = booked.Carrier,
                Waybill = booked.Waybill,
                TrackingUrl = booked.TrackingUrl,

                // What the customer was told first is what counts.
                PromisedFrom = _parcel.PromisedFrom ?? booked.PromisedFrom,
                PromisedTo = _parcel.PromisedTo ?? booked.PromisedTo,
                Promise = _parcel.Promise ?? booked.Promise,
                Commands = handled is null ? _parcel.Commands : _parcel.Commands.With(handled, new CommandOutcome(true, null)),
            },
            [.. before, Entry("parcel_booked", "shop", ("waybill", booked.Waybill), ("carrier", booked.Carrier))],
            promises: first ? _promises : null);
        return true;
    }

    /// <summary>Scans move the parcel.</summary>
    /// <param name="eventId">Of the webhook's event; null if we asked for them.</param>
    /// <returns>True if there was one that we did not know.</returns>
    private async Task<bool> ApplyAsync(IReadOnlyList<Scan> scans, string? eventId)
    {
        var known = _parcel.Scans.Select(scan => scan.ScanId).ToHashSet(StringComparer.Ordinal);
        var before = _parcel;
        var merged = ParcelMerge.Merge(_parcel, scans);
        Scan[] news = [.. merged.Scans.Where(scan => !known.Contains(scan.ScanId))];
        if (news.Length == 0 && eventId is null)
        {
            return false;
        }

        if (news.Length > 0)
        {
            _watches.Heard(before, merged, Now);
        }

        // Of several, the last one tells how it stands.
        var last = Array.FindLast(news, scan => scan.Status == merged.Status);
        merged = merged with
        {
            HeardAt = news.Length > 0 ? Now : before.HeardAt,
            Outcome = OutcomeOf(merged),
            CollectBy = merged.Status != ParcelStatus.AvailableForPickup ? null : before.CollectBy ?? (Now + _shipment.Windows.Collection),
        };
        await RecordAsync(
            merged,
            [.. news.Select(scan => new TimelineEntry(scan.Time, $"scan_{OrderJson.Name(scan.Status)}", "carrier", Facts(("place", scan.Place ?? ""), ("reason", scan.Reason ?? ""), ("waybill", merged.Waybill ?? ""))))],
            last is null ? [] : MailsOf(last, before, merged),
            eventId is null ? [] : [eventId]);
        if (last is not null)
        {
            await CallAPersonAsync(last, before);
        }

        return news.Length > 0;
    }

    /// <summary>An end that the scans tell. A parcel that came back ends when it was opened.</summary>
    private static ShipmentOutcome? OutcomeOf(ParcelState parcel) => parcel.Status switch
    {
        ParcelStatus.Delivered => ShipmentOutcome.Delivered,
        ParcelStatus.Exception => parcel.Scans.LastOrDefault(scan => scan.Status == ParcelStatus.Exception)?.Reason switch
        {
            "lost" => ShipmentOutcome.Lost,
            "damaged" => ShipmentOutcome.Damaged,
            _ => null,
        },
        _ => null,
    };
}
