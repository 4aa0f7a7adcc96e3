using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Carriers;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

/// <summary>One parcel, from booking to its end. Tells its order each time the parcel's status changes.</summary>
public sealed class ShipmentOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly ShipmentOrder _shipment;
    private readonly EventFeed _events;
    private ParcelState _parcel;
    private DateTimeOffset _handOverBy;
    private int _told;

    private ShipmentOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _shipment = context.GetInput<ShipmentOrder>() ?? throw new InvalidOperationException("A shipment orchestration starts with its parcel.");
        _parcel = new ParcelState { Number = _shipment.Number, Lines = _shipment.Lines, Status = ParcelStatus.Preparing };
        _events = new EventFeed(context)
            .On<CarrierUpdate>(OrderEvents.CarrierUpdate, update => update.EventId)
            .On<CancelShipment>(OrderEvents.CancelShipment, request => request.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    [Function(nameof(ShipmentOrchestration))]
    public static Task<ShipmentEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => new ShipmentOrchestration(context).RunAsync();

    private async Task<ShipmentEnd> RunAsync()
    {
        if (!await BookAsync())
        {
            return new ShipmentEnd(ShipmentOutcome.Refused, _parcel);
        }

        var outcome = await WaitForPickUpAsync() ?? await FollowToTheEndAsync();
        return new ShipmentEnd(outcome, _parcel);
    }

    private async Task<bool> BookAsync()
    {
        BookedParcel booked;
        try
        {
            booked = await _context.CallActivityAsync<BookedParcel>(nameof(BookShipment), new ParcelToBook(_shipment.OrderId, _shipment.Number, _shipment.HandOver), Retries.Partner);
        }
        catch (TaskFailedException refusal) when (refusal.FailureDetails.IsCausedBy<CarrierRefusedException>())
        {
            return false;
        }

        _handOverBy = booked.HandOverBy;
        await RecordAsync(
            _parcel with
            {
                Status = ParcelStatus.LabelCreated,
                Carrier = booked.Carrier,
                Waybill = booked.Waybill,
                TrackingUrl = booked.TrackingUrl,
                PromisedFrom = booked.PromisedFrom,
                PromisedTo = booked.PromisedTo,
                Promise = booked.Promise,
            },
            [Entry("parcel_booked", "shop", ("waybill", booked.Waybill), ("carrier", booked.Carrier))]);
        return true;
    }

    /// <summary>Until the carrier has the parcel it can be called back; a pick-up scan that does not come is for a person to look at.</summary>
    private async Task<ShipmentOutcome?> WaitForPickUpAsync()
    {
        using var alarm = new Alarm(_context, _handOverBy);
        while (!_parcel.HandedOver)
        {
            switch (await _events.NextAsync(alarm.Rings.IsCompleted ? null : alarm.Rings))
            {
                case CarrierUpdate update:
                    await ApplyAsync(update);
                    break;

                case CancelShipment request when await VoidAsync(request):
                    return ShipmentOutcome.Voided;

                case null:
                    await AlertAsync("no_pick_up", "No pick-up scan within the hand-over window.");
                    break;
            }
        }

        return null;
    }

    private async Task<bool> VoidAsync(CancelShipment request)
    {
        if (await _context.CallActivityAsync<bool>(nameof(VoidShipment), new WaybillToVoid(_parcel.Carrier!, _parcel.Waybill!), Retries.Partner))
        {
            await RecordAsync(_parcel with { Voided = true }, [Entry("waybill_voided", "shop", ("waybill", _parcel.Waybill!))]);
            return true;
        }

        Refuse(request);
        return false;
    }

    /// <summary>Scans move the parcel. Silence is reported once, and taken for a loss when it lasts as long again.</summary>
    private async Task<ShipmentOutcome> FollowToTheEndAsync()
    {
        var reported = false;
        while (true)
        {
            if (Outcome() is { } outcome)
            {
                return outcome;
            }

            using var silence = new Alarm(_context, Now + _shipment.Silence);
            switch (await _events.NextAsync(silence.Rings))
            {
                case CarrierUpdate update:
                    reported = false;
                    await ApplyAsync(update);
                    break;

                case CancelShipment request:
                    Refuse(request);
                    break;

                case null when reported:
                    await AlertAsync("presumed_lost", "Silent for twice the silence window: presumed lost.");
                    return ShipmentOutcome.Lost;

                case null:
                    reported = true;
                    await AlertAsync("silent", "No scan within the silence window.");
                    break;
            }
        }
    }

    private ShipmentOutcome? Outcome() => _parcel.Status switch
    {
        ParcelStatus.Delivered => ShipmentOutcome.Delivered,
        ParcelStatus.Returned => ShipmentOutcome.Returned,
        ParcelStatus.Exception when _parcel.Scans.LastOrDefault(scan => scan.Status == ParcelStatus.Exception)?.Reason == "lost" => ShipmentOutcome.Lost,
        _ => null,
    };

    private async Task ApplyAsync(CarrierUpdate update)
    {
        var before = _parcel.Scans.Select(scan => scan.ScanId).ToHashSet(StringComparer.Ordinal);
        var merged = ParcelMerge.Merge(_parcel, update.Scans);
        var news = merged.Scans.Where(scan => !before.Contains(scan.ScanId));
        await RecordAsync(
            merged,
            [.. news.Select(scan => new TimelineEntry(scan.Time, $"scan_{OrderJson.Name(scan.Status)}", "carrier", Facts(("place", scan.Place ?? ""), ("reason", scan.Reason ?? ""), ("waybill", merged.Waybill ?? ""))))],
            handled: [update.EventId]);
    }

    private async Task RecordAsync(ParcelState parcel, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<string>? handled = null)
    {
        var moved = parcel.Status != _parcel.Status || parcel.Voided != _parcel.Voided;
        _parcel = parcel with { Sequence = _parcel.Sequence + 1 };
        _context.SetCustomStatus(OrderJson.Name(_parcel.Status));
        await _context.CallActivityAsync(nameof(RecordParcel), new ParcelProgress(_shipment.OrderId, _parcel) { Timeline = timeline, Handled = handled ?? [] }, Retries.Storage);
        if (moved)
        {
            Tell();
        }
    }

    private void Refuse(CancelShipment request) => Tell(request.EventId);

    private void Tell(string? refusedCancel = null) => _context.SendEvent(
        _shipment.OrderId,
        OrderEvents.ParcelUpdate,
        new ParcelUpdate(FormattableString.Invariant($"p{_parcel.Number}-{++_told}"), _parcel, refusedCancel));

    private Task AlertAsync(string kind, string text) => _context.CallActivityAsync(
        nameof(RaiseOpsAlert),
        new OpsAlertRequest($"{kind}:{_context.InstanceId}:{_parcel.Sequence}", kind, _shipment.OrderId, text),
        Retries.Storage);

    private TimelineEntry Entry(string kind, string actor, params (string Name, string Value)[] facts) => new(Now, kind, actor, Facts(facts));

    private static Dictionary<string, string> Facts(params (string Name, string Value)[] facts) =>
        facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
}
