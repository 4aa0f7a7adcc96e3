using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>The label to stick on a parcel.</summary>
public sealed class ParcelLabel(OrderStore orders, ContactStore contacts, CarrierRegistry carriers, LabelPrinter printer)
{
    [Function(nameof(ParcelLabel))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/parcels/{n:int}/label.pdf")] HttpRequest request,
        string orderId,
        int n,
        CancellationToken cancellation
    )
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (record.Parcels.FirstOrDefault(candidate => candidate.Number == n) is not { } parcel)
            return Problem.NotFound("parcel");
        if (parcel.Voided)
            return Problem.Conflict("urn:orders:label", "The waybill was voided.", reason: ReasonCode.Voided);
        if (parcel.Waybill is null || parcel.Held)
            return Problem.Conflict("urn:orders:label", "The parcel has no waybill yet.", reason: ReasonCode.NotBooked);
        if (await contacts.FindAsync(record.Order.CustomerId, orderId, cancellation) is not { } contact)
            return Problem.Conflict("urn:orders:label", "The address of this order was erased.", reason: ReasonCode.ContactErased);

        var weight = parcel.Lines.Sum(line =>
            line.Quantity * (record.Order.Lines.FirstOrDefault(ordered => ordered.Sku == line.Sku)?.WeightGrams ?? 0)
        );
        var carrier = carriers.Named(parcel.Carrier!);
        var label = new LabelContent
        {
            Carrier = carrier.Name,
            CarrierContact = carrier.ContactText,
            Waybill = parcel.Waybill,
            OrderNumber = record.Order.OrderNumber,
            ParcelNumber = n,
            Class = record.Order.ShippingClass,
            WeightGrams = weight,
            ShipTo = contact.ShipTo,
        };
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(printer.Print(label), "application/pdf", $"{parcel.Waybill}.pdf");
    }
}
