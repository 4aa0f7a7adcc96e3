using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>What happens when nothing happens.</summary>
internal sealed class OverdueParcel(
    TaskOrchestrationContext context,
    ShipmentOrder shipment,
    ParcelJournal journal,
    ParcelWatches watches,
    ParcelPromises promises,
    Tracking tracking,
    ParcelCommands commands
)
{
    private int _delays;

    /// <summary>Acts on the watch that is due.</summary>
    public async Task TakeAsync()
    {
        switch (watches.Take(journal.Now))
        {
            case ParcelWatch.NoPickUp when !await IsHandedOverAsync():
                watches.NotPickedUp(journal.Now);
                await journal.AlertAsync(
                    AlertKind.NoPickUp,
                    "No pick-up scan within the hand-over window, and the carrier knows of none when asked."
                );
                break;

            case ParcelWatch.NeverPickedUp when !await IsHandedOverAsync():
                await commands.VoidNeverPickedUpAsync();
                break;

            case ParcelWatch.LeavesLate:
                await DelayAsync(PromiseKind.Handling, ReasonCode.NoPickUp);
                break;

            case ParcelWatch.ArrivesLate:
                await DelayAsync(
                    PromiseKind.Delivery,
                    journal.Parcel.Status == ParcelStatus.Customs ? ReasonCode.Customs : ReasonCode.Late
                );
                break;

            case ParcelWatch.CustomsLong:
                await journal.AlertAsync(
                    AlertKind.CustomsLong,
                    "The parcel has been with customs for longer than it should: ask the carrier what is missing."
                );
                break;

            case ParcelWatch.CollectSoon:
                journal.Tell(TimelineKind.CollectionReminded, Actor.System);
                tracking.MailToCollect("reminder");
                await journal.WriteAsync();
                break;

            case ParcelWatch.NotCollected:
                await journal.AlertAsync(AlertKind.NotCollected, "The parcel was not collected in time: it should be on its way back.");
                break;

            case ParcelWatch.Silent when !await tracking.AskAsync():
                watches.StillSilent(journal.Now);
                await journal.AlertAsync(
                    AlertKind.Silent,
                    "No scan within the silence window, and the carrier knows nothing new when asked."
                );
                break;

            case ParcelWatch.PresumedLost when !await tracking.AskAsync():
                await commands.PresumeLostAsync("Silent for twice the silence window: presumed lost. Claim its value from the carrier.");
                break;

            case ParcelWatch.NotInspected:
                await journal.AlertAsync(AlertKind.InspectionOverdue, "The parcel came back to the shop, and nobody has opened it.");
                break;
        }
    }

    private async Task<bool> IsHandedOverAsync() => await tracking.AskAsync() && journal.Parcel.HandedOver;

    /// <summary>A promise was broken: the customer is told the new day, and told again if that passes too.</summary>
    private async Task DelayAsync(PromiseKind kind, ReasonCode reason)
    {
        var late = new LateParcel(shipment.OrderId, shipment.Class, shipment.Place, journal.Parcel.HandedOver);
        var until = await context.CallActivityAsync<DateTimeOffset>(nameof(DelayPromise), late, Retries.Storage);
        promises.Break(kind, journal.Now, reason, until);
        if (journal.Parcel.HandedOver)
        {
            watches.Delayed(until);
        }

        journal.Update(parcel => parcel with { PromisedTo = until });
        journal.Tell(TimelineKind.DeliveryDelayed, Actor.System, Fact.Until(until), Fact.Reason(reason));
        journal.Mail(
            MailKind.DeliveryDelayed,
            journal.Reference(FormattableString.Invariant($"delay-{++_delays}")),
            Fact.Until(until),
            Fact.Reason(reason)
        );
        await journal.WriteAsync();
    }
}
