using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Carriers;

namespace Orders.Functions.Activities;

/// <summary>Takes a booked parcel back from the carrier; false if the carrier has it already. Safe to repeat.</summary>
public sealed class VoidShipment(ICarrier carrier)
{
    [Function(nameof(VoidShipment))]
    public Task<PartnerAnswer<bool>> RunAsync([ActivityTrigger] WaybillToVoid waybill, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => carrier.VoidAsync(waybill.Waybill, cancellation));
}

public sealed record WaybillToVoid(string Carrier, string Waybill);
