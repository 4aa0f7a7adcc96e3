using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>Scans move the parcel, whoever brings them: the carrier's webhook, or our question where it is.</summary>
internal sealed class Tracking(ShipmentOrder shipment, ParcelJournal journal, ParcelWatches watches, CarrierCalls carrier)
{
    /// <summary>Asks the carrier where the parcel is: a webhook may have been lost. True if it knew more than we did.</summary>
    public async Task<bool> AskAsync() => await carrier.TrackAsync() is { } scans && await ApplyAsync(scans, eventId: null);

    /// <param name="eventId">Of the webhook's event; null if we asked for them.</param>
    /// <returns>True if there was a scan that we did not know.</returns>
    public async Task<bool> ApplyAsync(IReadOnlyList<Scan> scans, string? eventId)
    {
        var before = journal.Parcel;
        var merged = ParcelMerge.Merge(before, scans, journal.Now);
        var news = ParcelMerge.News(before, merged);
        if (news.Count == 0 && eventId is null)
        {
            return false;
        }

        if (news.Count > 0)
        {
            watches.Tracked(before, merged, journal.Now);
        }

        // What is older than the scan by which the parcel stands where it does is history: nobody has to act on it.
        var last = ParcelMerge.Deciding(merged) is { } deciding ? news.FirstOrDefault(scan => scan == deciding) : null;
        journal.Update(_ =>
            merged with
            {
                Held = merged.Held && !merged.HandedOver,
                LastTrackedAt = news.Count > 0 ? journal.Now : before.LastTrackedAt,
                Outcome = OutcomeOf(merged),
                CollectBy =
                    merged.Status != ParcelStatus.AvailableForPickup
                        ? null
                        : before.CollectBy ?? (journal.Now + shipment.Windows.Collection),
            }
        );
        foreach (var scan in news)
        {
            var facts = new[] { ("place", scan.Place ?? ""), ("reason", scan.Reason ?? ""), ("waybill", merged.Waybill ?? "") };
            journal.TellAt(scan.Time, TimelineKinds.OfScan(scan.Status), Actor.Carrier, facts);
        }

        if (last is not null)
        {
            MailCustomer(last, hasMoved: before.Status != merged.Status);
        }

        if (eventId is not null)
        {
            journal.Handled(eventId);
        }

        await journal.WriteAsync();
        if (before.Held && merged.HandedOver)
        {
            await journal.AlertAsync(
                AlertKind.VoidedParcelMoves,
                $"Parcel {shipment.Number} was held and its waybill voided, and the carrier has it nevertheless: have it brought back, or let "
                    + "it go."
            );
        }

        if (last is not null)
        {
            await AlertAsync(last, before);
        }

        return news.Count > 0;
    }

    /// <summary>The mail that a parcel waits to be collected.</summary>
    /// <param name="reference">Tells it from others about the same parcel.</param>
    public void MailToCollect(string reference, string? place = null)
    {
        var at = place ?? journal.Parcel.Scans.LastOrDefault(scan => scan.Status == ParcelStatus.AvailableForPickup)?.Place;
        var until = journal.Parcel.CollectBy?.ToString("O");
        journal.Mail(MailKind.AwaitingPickup, journal.Reference(reference), ("place", at ?? ""), ("until", until ?? ""));
    }

    /// <summary>What the customer has to know, or to do.</summary>
    private void MailCustomer(Scan scan, bool hasMoved)
    {
        switch (scan.Status)
        {
            case ParcelStatus.AttemptFailed:
                MailProblem(scan, ReasonCode.DeliveryAttemptFailed);
                break;
            case ParcelStatus.Exception when journal.Parcel.Outcome is null:
                MailProblem(
                    scan,
                    scan.MeaningOf() switch
                    {
                        ScanReason.Refused => ReasonCode.DeliveryRefused,
                        ScanReason.Address => ReasonCode.DeliveryAddress,
                        ScanReason.Held => ReasonCode.DeliveryHeld,
                        _ => ReasonCode.DeliveryException,
                    }
                );
                break;
            case ParcelStatus.Customs when hasMoved:
                journal.Mail(MailKind.CustomsHeld, journal.Reference());
                break;
            case ParcelStatus.AvailableForPickup when hasMoved:
                MailToCollect(scan.ScanId, scan.Place);
                break;
            case ParcelStatus.Returning when hasMoved:
                journal.Mail(MailKind.ParcelReturning, journal.Reference());
                break;
        }
    }

    private void MailProblem(Scan scan, ReasonCode reason) =>
        journal.Mail(MailKind.DeliveryProblem, journal.Reference(scan.ScanId), Fact.Reason(reason), ("place", scan.Place ?? ""));

    /// <summary>What operations have to do about a scan.</summary>
    private Task AlertAsync(Scan scan, ParcelState before) =>
        scan.Status switch
        {
            ParcelStatus.Returned when before.Status != scan.Status => journal.AlertAsync(
                AlertKind.ParcelReturned,
                $"Parcel {shipment.Number} came back to the shop: open it, and say what is in it."
            ),
            ParcelStatus.Exception when journal.Parcel.Outcome is null => journal.AlertAsync(
                AlertKind.CarrierException,
                $"The carrier reports a problem with parcel {shipment.Number}: {scan.Reason ?? "no reason given"}."
            ),
            _ => Task.CompletedTask,
        };

    /// <summary>An end that the scans tell. A parcel that came back ends when it was opened.</summary>
    private static ShipmentOutcome? OutcomeOf(ParcelState parcel) =>
        parcel.Status switch
        {
            ParcelStatus.Delivered => ShipmentOutcome.Delivered,
            ParcelStatus.Exception => parcel.Scans.LastOrDefault(scan => scan.Status == ParcelStatus.Exception)?.MeaningOf() switch
            {
                ScanReason.Lost => ShipmentOutcome.Lost,
                ScanReason.Damaged => ShipmentOutcome.Damaged,
                _ => null,
            },
            _ => null,
        };
}
