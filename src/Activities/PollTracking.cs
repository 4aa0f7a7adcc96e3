using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Asks the carrier where a parcel is without updates: webhooks can be lost. What cannot have been scanned of this parcel goes to quarantine;
/// nothing else changes.
/// </summary>
public sealed class PollTracking(CarrierRegistry carriers, DoubtedScans doubted)
{
    [Function(nameof(PollTracking))]
    public Task<PartnerAnswer<IReadOnlyList<Scan>>> RunAsync([ActivityTrigger] CarrierWaybill waybill, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(async () =>
            await doubted.SiftAsync(
                waybill.Carrier,
                waybill.Number,
                await carriers.Named(waybill.Carrier).TrackAsync(waybill.OfParcel, cancellation),
                cancellation
            )
        );
}
