using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Activities;

/// <summary>Asks the carrier to bring a parcel back that it has already; false if it cannot. Safe to repeat.</summary>
public sealed class InterceptShipment(CarrierRegistry carriers)
{
    [Function(nameof(InterceptShipment))]
    public Task<PartnerAnswer<bool>> RunAsync([ActivityTrigger] CarrierWaybill waybill, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => carriers.Named(waybill.Carrier).InterceptAsync(waybill.OfParcel, cancellation));
}
