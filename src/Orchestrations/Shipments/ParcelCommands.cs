using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>What people ask of a parcel.</summary>
internal sealed class ParcelCommands(ParcelJournal journal, CarrierCalls carrier, Booking booking, Tracking tracking, ParcelWatches watches)
{
    /// <summary>What becomes of the goods of a parcel that came back and was opened.</summary>
    public AfterInspection AfterInspection { get; private set; }

    /// <summary>
    /// The order recalls its parcel: the waybill is voided while the carrier does not have it, else the carrier is asked to bring it back.
    /// </summary>
    public async Task RecallAsync(CancelShipment request)
    {
        if (journal.Parcel.Held)
        {
            await EndAsync(ShipmentOutcome.Voided);
        }
        else if (!journal.Parcel.HandedOver && await carrier.VoidAsync())
        {
            TellVoided();
            await EndAsync(ShipmentOutcome.Voided);
        }
        else if (journal.Parcel.Recalled || journal.Parcel.Status is ParcelStatus.Returning or ParcelStatus.Returned)
        {
            journal.AnswerRecall(request, RecallAnswer.Accepted);
        }
        else if (await carrier.InterceptAsync())
        {
            journal.Update(parcel => parcel with { Recalled = true });
            journal.Tell(TimelineKind.ParcelRecalled, Actor.Shop, ("waybill", journal.Parcel.Waybill!));
            await journal.WriteAsync();
            journal.AnswerRecall(request, RecallAnswer.Accepted);
        }
        else
        {
            journal.AnswerRecall(request, RecallAnswer.Refused);
        }
    }

    /// <summary>The order is held: no waybill is asked for until it goes on.</summary>
    public Task StartHeldAsync()
    {
        journal.Update(parcel => parcel with { Held = true });
        return journal.WriteAsync();
    }

    /// <summary>
    /// The order is held, or goes on. What the carrier does not have cannot be fetched by it: its waybill is taken back, and another is
    /// booked later. One that the carrier will not void is with it.
    /// </summary>
    public async Task HoldAsync(HoldShipment told)
    {
        switch (told.Hold)
        {
            case ShipmentHold.Begins when journal.Parcel is { Held: false, HandedOver: false }:
                if (await carrier.VoidAsync())
                {
                    watches.Held();
                    TellVoided();
                    journal.Update(parcel => parcel with { Held = true, Status = ParcelStatus.Preparing });
                    await journal.WriteAsync();
                }
                else
                {
                    await tracking.AskAsync();
                }

                break;

            case ShipmentHold.Ends when journal.Parcel.Held:
                journal.Update(parcel => parcel with { Held = false });
                if (!await booking.BookAsync())
                {
                    await EndAsync(ShipmentOutcome.Refused);
                }

                break;
        }
    }

    /// <summary>Operations want another waybill, and the order goes on: only while the carrier does not have the parcel.</summary>
    public async Task ReplaceWaybillAsync(VoidWaybill wish)
    {
        if (journal.Parcel.Held)
        {
            await journal.RefuseAsync(wish.EventId, ReasonCode.NotBooked);
        }
        else if (journal.Parcel.HandedOver)
        {
            await journal.RefuseAsync(wish.EventId, ReasonCode.HandedOver);
        }
        else if (!await carrier.VoidAsync())
        {
            await journal.RefuseAsync(wish.EventId, ReasonCode.HandedOver);

            // The carrier has it, and its scan has not come to us.
            await tracking.AskAsync();
        }
        else
        {
            var voided = journal.Parcel.Waybill!;
            if (!await booking.BookAsync(before: () => Voided(refusal: null)))
            {
                Voided(refusal: ReasonCode.CarrierRefused);
                await EndAsync(ShipmentOutcome.Refused);
            }

            void Voided(ReasonCode? refusal)
            {
                journal.Tell(TimelineKind.WaybillVoided, Actor.Shop, ("waybill", voided), ("by", wish.By), ("reason", wish.Reason));
                journal.Answer(wish.EventId, refusal);
            }
        }
    }

    /// <summary>The warehouse opened a parcel that came back.</summary>
    public async Task InspectAsync(ReturnReceived received)
    {
        if (journal.Parcel.Status != ParcelStatus.Returned)
        {
            await journal.RefuseAsync(received.EventId, ReasonCode.NotReturned);
            return;
        }

        AfterInspection = received.Then;
        journal.Update(parcel => parcel with { Outcome = ShipmentOutcome.Returned, Inspected = received.Lines });
        journal.Answer(received.EventId);
        journal.Tell(TimelineKind.ParcelInspected, Actor.Shop, ("by", received.By));
        await journal.WriteAsync();
    }

    /// <summary>
    /// The carrier does not come: as good as refused. One that will not have the waybill voided must have the parcel, and lost it.
    /// </summary>
    public async Task VoidNeverPickedUpAsync()
    {
        if (await carrier.VoidAsync())
        {
            TellVoided(Fact.Reason(ReasonCode.NoPickUp));
            await EndAsync(ShipmentOutcome.Refused);
            await journal.AlertAsync(
                AlertKind.NeverPickedUp,
                "The carrier never came for the parcel: its waybill is void, and what is in it is refunded. Put it back in stock."
            );
            return;
        }

        await PresumeLostAsync("No scan ever, and the carrier will not void the waybill: presumed lost. Claim its value from the carrier.");
    }

    public async Task PresumeLostAsync(string alert)
    {
        journal.End(ShipmentOutcome.Lost);
        journal.Tell(TimelineKind.ParcelPresumedLost, Actor.System);
        await journal.WriteAsync();
        await journal.AlertAsync(AlertKind.PresumedLost, alert);
    }

    private Task EndAsync(ShipmentOutcome outcome)
    {
        journal.Update(parcel => parcel with { Voided = true, Outcome = outcome });
        return journal.WriteAsync();
    }

    private void TellVoided(params IReadOnlyList<(string Name, string Value)> facts) =>
        journal.Tell(TimelineKind.WaybillVoided, Actor.Shop, [("waybill", journal.Parcel.Waybill!), .. facts]);
}
