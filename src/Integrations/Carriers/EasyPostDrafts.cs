using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>Our parcels in EasyPost's words and units.</summary>
public sealed class EasyPostDrafts(EasyPostSettings settings, ShipperSettings shipper)
{
    private const decimal MillimetresPerInch = 25.4m;
    private const decimal GramsPerOunce = 28.349523125m;

    /// <param name="reference">Shown in their dashboard.</param>
    internal EasyPostShipmentDraft Of(ParcelBooking booking, string reference) =>
        new(
            AddressOf(booking.ShipTo),
            AddressOf(shipper.Address) with
            {
                Company = shipper.Company,
                Email = shipper.Email,
            },
            ParcelOf(booking),
            booking.IsForCustoms ? CustomsOf(booking) : null,
            new EasyPostOptions("PDF", booking.DutiesPaid ? "DDP" : "DAP", booking.OrderNumber),
            reference
        );

    private static EasyPostAddress AddressOf(Address address) =>
        new(
            address.Recipient,
            Company: null,
            address.Line1,
            address.Line2,
            address.City,
            address.Region,
            address.PostalCode,
            address.Country,
            address.Phone,
            Email: null
        );

    /// <summary>The goods lie on each other; where one was never measured, the parcel has no size.</summary>
    private static EasyPostParcel ParcelOf(ParcelBooking booking)
    {
        var weight = Ounces(booking.WeightGrams);
        if (booking.Goods.Any(goods => goods.Size is null))
            return new EasyPostParcel(null, null, null, weight);
        return new EasyPostParcel(
            Inches(booking.Goods.Max(goods => goods.Size!.Length)),
            Inches(booking.Goods.Max(goods => goods.Size!.Width)),
            Inches(booking.Goods.Sum(goods => goods.Size!.Height * goods.Quantity)),
            weight
        );
    }

    private EasyPostCustoms CustomsOf(ParcelBooking booking) =>
        new(
            "merchandise",
            CustomsCertify: true,
            settings.CustomsSigner,
            NonDeliveryOption: "return",
            RestrictionType: "none",
            [
                .. booking.Goods.Select(goods => new EasyPostCustomsItem(
                    goods.Name.En,
                    goods.Quantity,
                    (settings.CustomsValueOf == CustomsValueOf.Unit ? goods.UnitPrice : goods.Price).ToDecimal(),
                    goods.UnitPrice.Currency,
                    Ounces(settings.CustomsValueOf == CustomsValueOf.Unit ? goods.UnitGrams : goods.Grams),
                    goods.HsCode,
                    goods.OriginCountry,
                    goods.Sku
                )),
            ]
        );

    // Rounded up: what is heavier than it was said to be is charged again.
    private static decimal Ounces(int grams) => Math.Ceiling(grams / GramsPerOunce * 10) / 10;

    private static decimal Inches(int millimetres) => Math.Ceiling(millimetres / MillimetresPerInch * 10) / 10;
}
