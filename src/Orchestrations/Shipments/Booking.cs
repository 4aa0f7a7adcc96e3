using Microsoft.DurableTask;
using Orders.Functions.Activities;

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

    /// <summary>Gets a waybill, which is written down with the booking; false if the carrier will not take the parcel.</summary>
    /// <param name="before">Says in the journal what it takes the place of, if it does.</param>
    public async Task<bool> BookAsync(Action? before = null)
    {
        var attempt = ++_waybills;
        try
        {
            var (asked, booked) = await journal.TryAsync(
                before,
                async step =>
                {
                    var parcel = new ParcelToBook(
                        shipment.OrderId,
                        shipment.Number,
                        attempt,
                        shipment.Class,
                        shipment.WeightGrams,
                        shipment.Windows.HandOver,
                        step
                    );
                    return (parcel, await context.CallPartnerAsync<BookedParcel>(nameof(BookShipment), parcel, Retries.Booking));
                }
            );
            watches.Booked(booked.HandOverBy, booked.Promise);
            promises.Made(booked.PromisedIn(asked));
            journal.Written(booked.WrittenIn(asked), booked.Further);
            return true;
        }
        catch (PartnerRefusedException)
        {
            return false;
        }
    }
}
