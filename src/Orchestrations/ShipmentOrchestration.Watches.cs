using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// What happens when nothing happens.
public sealed partial class ShipmentOrchestration
{
    private int _delays;
    private IReadOnlyList<PromiseState> _promises = [];

    private async Task RingAsync()
    {
        switch (_watches.Take(Now))
        {
            case ParcelWatch.NoPickUp when !await PollAsync() || !_parcel.HandedOver:
                _watches.NotPickedUp(Now);
                await AlertAsync(AlertKind.NoPickUp, "No pick-up scan within the hand-over window, and the carrier knows of none when asked.");
                break;

            case ParcelWatch.NeverPickedUp when !await PollAsync() || !_parcel.HandedOver:
                await GiveUpPickUpAsync();
                break;

            case ParcelWatch.LeavesLate:
                await DelayAsync(PromiseKind.Handling, "no_pick_up");
                break;

            case ParcelWatch.ArrivesLate:
                await DelayAsync(PromiseKind.Delivery, _parcel.Status == ParcelStatus.Customs ? "customs" : "late");
                break;

            case ParcelWatch.CustomsLong:
                await AlertAsync(AlertKind.CustomsLong, "The parcel has been with customs for longer than it should: ask the carrier what is missing.");
                break;

            case ParcelWatch.CollectSoon:
                await RecordAsync(_parcel, [Entry("collection_reminded", "system")], [CollectionMail("reminder")]);
                break;

            case ParcelWatch.NotCollected:
                await AlertAsync(AlertKind.NotCollected, "The parcel was not collected in time: it should be on its way back.");
                break;

            case ParcelWatch.Silent when !await PollAsync():
                _watches.StillSilent(Now);
                await AlertAsync(AlertKind.Silent, "No scan within the silence window, and the carrier knows nothing new when asked.");
                break;

            case ParcelWatch.PresumedLost when !await PollAsync():
                await RecordAsync(_parcel with { Outcome = ShipmentOutcome.Lost }, [Entry("parcel_presumed_lost", "system")]);
                await AlertAsync(AlertKind.PresumedLost, "Silent for twice the silence window: presumed lost. Claim its value from the carrier.");
                break;

            case ParcelWatch.NotInspected:
                await AlertAsync(AlertKind.InspectionOverdue, "The parcel came back to the shop, and nobody has opened it.");
                break;
        }
    }

    /// <summary>The carrier does not come: as good as refused. One that will not have the waybill voided must have the parcel, and lost it.</summary>
    private async Task GiveUpPickUpAsync()
    {
        if (await AskAsync(nameof(VoidShipment)))
        {
            await RecordAsync(_parcel with { Voided = true, Outcome = ShipmentOutcome.Refused }, [Voided(("reason", "no_pick_up"))]);
            await AlertAsync(AlertKind.NeverPickedUp, "The carrier never came for the parcel: its waybill is void, and what is in it is paid back. Put it back on the shelf.");
            return;
        }

        await RecordAsync(_parcel with { Outcome = ShipmentOutcome.Lost }, [Entry("parcel_presumed_lost", "system")]);
        await AlertAsync(AlertKind.PresumedLost, "No scan ever, and the carrier will not void the waybill: presumed lost. Claim its value from the carrier.");
    }

    /// <summary>Asks the carrier where the parcel is: a webhook may have been lost. True if it knew more than we did.</summary>
    private async Task<bool> PollAsync()
    {
        try
        {
            return await ApplyAsync(await _context.CallPartnerAsync<IReadOnlyList<Scan>>(nameof(PollTracking), Waybill, Retries.Question), eventId: null);
        }
        catch (Exception e) when (StepFailure.Of(e) is not null)
        {
            // A carrier that does not answer is as silent as its parcel.
            return false;
        }
    }

    /// <summary>A promise was broken: the customer is told the new day, and told again if that passes too.</summary>
    private async Task DelayAsync(PromiseKind kind, string reason)
    {
        var late = new LateParcel(_shipment.OrderId, _shipment.Class, _shipment.Country, _parcel.HandedOver);
        var until = await _context.CallActivityAsync<DateTimeOffset>(nameof(DelayPromise), late, Retries.Storage);
        PromiseState[] broken = [.. _promises.Where(promise => promise.Kind == kind && promise.IsOpen).Select(promise => promise.Break(Now, reason, until))];
        _promises = [.. _promises.Select(promise => Array.Find(broken, one => one.Kind == promise.Kind) ?? promise)];
        if (_parcel.HandedOver)
        {
            _watches.Delayed(until);
        }

        var facts = Facts(("until", until.ToString("O")), ("reason", reason));
        await RecordAsync(
            _parcel with { PromisedTo = until },
            [new(Now, "delivery_delayed", "system", facts)],
            [new(MailKind.DeliveryDelayed, Occasion(FormattableString.Invariant($"delay-{++_delays}")), facts)],
            promises: broken);
    }

    /// <summary>What a step makes of the promises: those that it changes.</summary>
    private PromiseState[] Settle(ParcelState parcel)
    {
        PromiseState[] settled = [.. _promises.Select(promise => promise.Kind == PromiseKind.Handling ? Handled(promise, parcel) : Arrived(promise, parcel))];
        PromiseState[] changed = [.. settled.Where((promise, i) => promise != _promises[i])];
        _promises = settled;
        return changed;
    }

    private PromiseState Handled(PromiseState promise, ParcelState parcel) => parcel switch
    {
        { HandedOver: true } => promise.Fulfil(parcel.Scans.Where(scan => scan.Status.Rank() >= ParcelStatus.PickedUp.Rank()).Select(scan => scan.Time).DefaultIfEmpty(Now).Min(), "no_pick_up"),
        { Outcome: not null } => promise.Withdraw(Now),
        _ => promise,
    };

    private PromiseState Arrived(PromiseState promise, ParcelState parcel) => parcel.Outcome switch
    {
        null => promise,
        ShipmentOutcome.Delivered => promise.Fulfil(parcel.DeliveredAt ?? Now),
        ShipmentOutcome.Voided or ShipmentOutcome.Refused => promise.Withdraw(Now),
        _ when ReturnToSender.ByCustomer(parcel) => promise.Withdraw(Now),
        { } end => promise.Break(Now, OrderJson.Name(end)),
    };
}
