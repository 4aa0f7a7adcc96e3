using Microsoft.AspNetCore.Http;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;

namespace Orders.Functions.Http;

/// <summary>
/// What is printed for a parcel: the label to stick on it, and the list to lay in. The same for the storefront and for operations, each
/// behind a door of its own.
/// </summary>
public sealed class ParcelPapers(
    ContactStore contacts,
    CarrierRegistry carriers,
    SenderAddress sender,
    ParcelLabels labels,
    LabelPrinter printer,
    TimeProvider time
)
{
    /// <param name="n">The parcel's number.</param>
    public async Task<IResult> LabelAsync(OrderRecord record, int n, HttpResponse response, CancellationToken cancellation)
    {
        if (record.Parcels.FirstOrDefault(candidate => candidate.Number == n) is not { } parcel)
            return Problem.NotFound("parcel");
        if (parcel.Voided)
            return Problem.Conflict("urn:orders:label", "The waybill was voided.", reason: ReasonCode.Voided);
        if (parcel is { Waybill: not null, Held: true })
            return Problem.Conflict(
                "urn:orders:label",
                "The order is held while the customer's bank disputes the payment: nothing leaves.",
                reason: ReasonCode.PaymentDisputed
            );
        if (parcel.Waybill is null)
            return Problem.Conflict("urn:orders:label", "The parcel has no waybill yet.", reason: ReasonCode.NotBooked);
        if (await contacts.FindAsync(record.Order.CustomerId, record.Order.OrderId, cancellation) is not { } contact)
            return Problem.Conflict("urn:orders:label", "The address of this order was erased.", reason: ReasonCode.ContactErased);

        var carrier = carriers.Named(parcel.Carrier!);
        if (await labels.FindAsync(record.Order.CustomerId, carrier.Name, parcel.Waybill, cancellation) is { } theirs)
            return Pdf(response, printer.Print(theirs, parcel.Waybill), $"{parcel.Waybill}.pdf");
        var label = new LabelContent
        {
            Carrier = carrier.Name,
            CarrierContact = carrier.ContactText,
            Waybill = parcel.Waybill,
            OrderNumber = record.Order.OrderNumber,
            ParcelNumber = n,
            Parcels = record.Parcels.Count,
            Class = record.Order.ShippingClass,
            WeightGrams = WeightOf(record, parcel),
            ShipDate = ShipDateOf(parcel),
            ShipTo = contact.ShipTo,
            Sender = sender.Lines,
        };
        return Pdf(response, printer.Print(label), $"{parcel.Waybill}.pdf");
    }

    /// <param name="n">The parcel's number.</param>
    public IResult PackingList(OrderRecord record, int n, HttpResponse response)
    {
        if (record.Parcels.FirstOrDefault(candidate => candidate.Number == n) is not { } parcel)
            return Problem.NotFound("parcel");
        var list = new PackingList
        {
            OrderNumber = record.Order.OrderNumber,
            ParcelNumber = n,
            Parcels = record.Parcels.Count,
            Waybill = parcel.Waybill,
            WeightGrams = WeightOf(record, parcel),
            ShipDate = parcel.Waybill is null ? null : ShipDateOf(parcel),
            Sender = sender.Lines,
            Lines = [.. parcel.Lines.Select(line => new PackingLine(line.Sku, record.Order.NameOf(line.Sku), line.Quantity))],
        };
        return Pdf(response, printer.Print(list), FormattableString.Invariant($"{record.Order.OrderNumber}-{n}.pdf"));
    }

    private static IResult Pdf(HttpResponse response, byte[] pdf, string name)
    {
        response.Headers.CacheControl = "no-store";
        return Results.Bytes(pdf, "application/pdf", name);
    }

    private static int WeightOf(OrderRecord record, ParcelState parcel) =>
        parcel.Lines.Sum(line => line.Quantity * (Ordered(record, line.Sku)?.WeightGrams ?? 0));

    private static OrderLine? Ordered(OrderRecord record, string sku) => record.Order.Lines.FirstOrDefault(line => line.Sku == sku);

    private DateOnly ShipDateOf(ParcelState parcel) => ShipDate.Of(parcel, time.GetUtcNow(), WarehouseCalendar.Zone);
}
