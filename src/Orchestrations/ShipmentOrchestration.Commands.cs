using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// What people ask of a parcel.
public sealed partial class ShipmentOrchestration
{
    /// <summary>The order calls its parcel back: the waybill is voided while the carrier does not have it, else the carrier is asked to bring it back.</summary>
    private async Task CallBackAsync(CancelShipment request)
    {
        if (!_parcel.HandedOver && await AskAsync(nameof(VoidShipment)))
        {
            await RecordAsync(_parcel with { Voided = true, Outcome = ShipmentOutcome.Voided }, [Voided()]);
        }
        else if (_parcel.Recalled || _parcel.Status is ParcelStatus.Returning or ParcelStatus.Returned)
        {
            Tell(request.EventId, stopped: true);
        }
        else if (await AskAsync(nameof(InterceptShipment)))
        {
            await RecordAsync(_parcel with { Recalled = true }, [Entry("parcel_recalled", "shop", ("waybill", _parcel.Waybill!))]);
            Tell(request.EventId, stopped: true);
        }
        else
        {
            Tell(request.EventId, stopped: false);
        }
    }

    /// <summary>Operations want another waybill, and the order goes on: only while the carrier does not have the parcel.</summary>
    private async Task BookAnewAsync(VoidWaybill wish)
    {
        if (_parcel.HandedOver)
        {
            await RefuseAsync(wish.EventId, "handed_over");
        }
        else if (!await AskAsync(nameof(VoidShipment)))
        {
            await RefuseAsync(wish.EventId, "handed_over");

            // The carrier has it, and its scan has not come to us.
            await PollAsync();
        }
        else if (!await BookAsync([Voided(("by", wish.By), ("reason", wish.Reason))], wish.EventId))
        {
            await RecordAsync(
                _parcel with { Voided = true, Outcome = ShipmentOutcome.Refused, Commands = _parcel.Commands.With(wish.EventId, new CommandOutcome(false, "carrier_refused")) },
                [Voided(("by", wish.By), ("reason", wish.Reason))]);
        }
    }

    /// <summary>The warehouse opened a parcel that came back.</summary>
    private Task InspectAsync(ReturnReceived received)
    {
        if (_parcel.Status != ParcelStatus.Returned)
        {
            return RefuseAsync(received.EventId, "not_returned");
        }

        _then = received.Then;
        return RecordAsync(
            _parcel with
            {
                Outcome = ShipmentOutcome.Returned,
                Inspected = received.Lines,
                Commands = _parcel.Commands.With(received.EventId, new CommandOutcome(true, null)),
            },
            [Entry("parcel_inspected", "shop", ("by", received.By))]);
    }

    private Task RefuseAsync(string eventId, string reason) =>
        RecordAsync(_parcel with { Commands = _parcel.Commands.With(eventId, new CommandOutcome(false, reason)) }, []);

    /// <summary>Asks the carrier for something that it may deny. One that cannot be reached for half a day has denied it, and a person is told.</summary>
    private async Task<bool> AskAsync(string activity)
    {
        try
        {
            return await _context.CallPartnerAsync<bool>(activity, Waybill, Retries.Partner);
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            await AlertAsync(AlertKind.CarrierUnanswered, $"The carrier did not answer {activity} for waybill {_parcel.Waybill}: {failure.Why} The parcel is taken to go on.");
            return false;
        }
    }

    private TimelineEntry Voided(params ReadOnlySpan<(string Name, string Value)> facts) => Entry("waybill_voided", "shop", [("waybill", _parcel.Waybill!), .. facts]);
}
