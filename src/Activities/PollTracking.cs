using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Activities;

/// <summary>Asks the carrier where a parcel is without updates: webhooks can be lost. Changes nothing.</summary>
public sealed class PollTracking(CarrierRegistry carriers)
{
    [Function(nameof(PollTracking))]
    public Task<PartnerAnswer<IReadOnlyList<Scan>>> RunAsync([ActivityTrigger] CarrierWaybill waybill, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => carriers.Named(waybill.Carrier).TrackAsync(waybill.Number, cancellation));
}
