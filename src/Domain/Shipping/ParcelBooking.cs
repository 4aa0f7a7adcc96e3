using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>What a carrier is asked to carry.</summary>
/// <param name="WeightGrams">Of the packed parcel.</param>
public sealed record ParcelBooking(string OrderNumber, int ParcelNumber, ShippingClass Class, int WeightGrams, Address ShipTo)
{
    public required string OrderId { get; init; }

    /// <summary>Where it goes: a <see cref="Territory"/>'s code.</summary>
    public required string Place { get; init; }

    /// <summary>The shop pays import duties and taxes (DDP); else the recipient does.</summary>
    public bool DutiesPaid { get; init; }

    public required IReadOnlyList<ParcelGoods> Goods { get; init; }

    /// <summary>Whether the goods cross a border, so that customs want to know what they are.</summary>
    public bool IsForCustoms => Place != ShipsFrom.Country;

    /// <summary>The idempotency key of the booking of an order's parcel.</summary>
    /// <param name="attempt">1 for its first waybill; more once others were voided.</param>
    public static string KeyOf(string orderId, int parcelNumber, int attempt = 1) =>
        attempt == 1
            ? FormattableString.Invariant($"{orderId}-p{parcelNumber}")
            : FormattableString.Invariant($"{orderId}-p{parcelNumber}-{attempt}");
}

/// <summary>Goods of one kind in a parcel, with what carriers and customs want to know of them.</summary>
/// <param name="UnitPrice">What the customer pays for one.</param>
/// <param name="UnitGrams">Of one, packed.</param>
public sealed record ParcelGoods(string Sku, LocalizedText Name, int Quantity, Money UnitPrice, int UnitGrams)
{
    /// <summary>Of one, packed; null where it was never measured.</summary>
    public Dimensions? Size { get; init; }

    /// <inheritdoc cref="Product.HsCode"/>
    public string? HsCode { get; init; }

    /// <inheritdoc cref="Product.OriginCountry"/>
    public string? OriginCountry { get; init; }

    /// <inheritdoc cref="Product.Hazard"/>
    public string? Hazard { get; init; }

    public Money Price => UnitPrice * Quantity;

    public int Grams => UnitGrams * Quantity;

    /// <summary>Units of an ordered line.</summary>
    /// <param name="product">As the catalogue has it now; null if it is no longer in it.</param>
    public static ParcelGoods Of(OrderLine line, int quantity, Product? product) =>
        new(line.Sku, line.Name, quantity, line.UnitPrice, line.WeightGrams)
        {
            Size = product?.Size,
            HsCode = product?.HsCode,
            OriginCountry = product?.OriginCountry,
            Hazard = line.Hazard,
        };
}

/// <summary>A parcel that is booked.</summary>
/// <param name="TrackingUrl">Where a recipient can follow it; null where the company has no such page.</param>
public sealed record Booking(string Waybill, string? TrackingUrl = null)
{
    /// <summary>The label that the company made for it; null: we print one.</summary>
    public CarrierLabel? Label { get; init; }
}

/// <summary>A label as a carrier made it: to be printed as it is.</summary>
/// <param name="Content">A PDF, or a picture (PNG, JPEG) of the whole label.</param>
public sealed record CarrierLabel(ReadOnlyMemory<byte> Content)
{
    /// <summary>Whether it begins as a PDF or a picture does.</summary>
    public static bool CanBe(ReadOnlySpan<byte> content) =>
        IsPdf(content) || content is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] || content is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>A PDF is printed as it is.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> content) => content.StartsWith("%PDF-"u8);
}
