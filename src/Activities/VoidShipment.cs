using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Activities;

/// <summary>Takes a booked parcel back from the carrier; false if the carrier has it already. Safe to repeat.</summary>
public sealed class VoidShipment(CarrierRegistry carriers)
{
    [Function(nameof(VoidShipment))]
    public Task<PartnerAnswer<bool>> RunAsync([ActivityTrigger] CarrierWaybill waybill, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => carriers.Named(waybill.Carrier).VoidAsync(waybill.OfParcel, cancellation));
}

/// <summary>A waybill, whose it is, and of which order.</summary>
/// <param name="Carrier">Its name in the registry.</param>
public sealed record CarrierWaybill(string Carrier, string Number, string OrderId)
{
    [JsonIgnore]
    public ParcelWaybill OfParcel => new(OrderId, Number);
}
