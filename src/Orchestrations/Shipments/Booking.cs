using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>A waybill for the parcel; another when one was taken back.</summary>
internal sealed class Booking(
    TaskOrchestrationContext context,
    ShipmentOrder shipment,
    ParcelJournal journal,
    ParcelWatches watches,
    ParcelPromises promises
)
{
    private int _waybills;

    /// <summary>Gets a waybill; false if the carrier will not take the parcel.</summary>
    /// <param name="before">Says in the journal what it takes the place of, if it does.</param>
    public async Task<bool> BookAsync(Action? before = null)
    {
        BookedParcel booked;
        try
        {
            var parcel = new ParcelToBook(
                shipment.OrderId,
                shipment.Number,
                ++_waybills,
                shipment.Class,
                shipment.WeightGrams,
                shipment.Windows.HandOver
            );
            booked = await context.CallPartnerAsync<BookedParcel>(nameof(BookShipment), parcel, Retries.Partner);
        }
        catch (PartnerRefusedException)
        {
            return false;
        }

        watches.Booked(booked.HandOverBy, booked.Promise);
        if (!promises.WereMade)
        {
            promises.Make(PromiseState.OfParcel(shipment.Number, booked.Promise, shipment.Class, booked.Carrier));
        }

        before?.Invoke();
        journal.Tell(TimelineKind.ParcelBooked, Actor.Shop, ("waybill", booked.Waybill), ("carrier", booked.Carrier));
        journal.Update(parcel =>
            parcel with
            {
                Status = ParcelStatus.LabelCreated,
                Carrier = booked.Carrier,
                Waybill = booked.Waybill,
                TrackingUrl = booked.TrackingUrl,

                // What the customer was told first is what counts.
                PromisedFrom = parcel.PromisedFrom ?? booked.PromisedFrom,
                PromisedTo = parcel.PromisedTo ?? booked.PromisedTo,
                Promise = parcel.Promise ?? booked.Promise,
            }
        );
        await journal.WriteAsync();
        return true;
    }
}
