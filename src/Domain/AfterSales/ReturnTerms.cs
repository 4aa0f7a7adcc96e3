using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// What a return is granted under. Kept with it, so that what the customer was told holds whatever becomes of settings and catalogue.
/// </summary>
/// <param name="Address">Where the parcel goes, line by line.</param>
/// <param name="UsedPercent">Of the price, for goods that were used.</param>
/// <param name="OpenedPercent">Of the price, for sealed goods that were opened.</param>
/// <param name="ShippingFee">What was paid for shipping, if the customer returns all that they have; nothing otherwise.</param>
public sealed record ReturnTerms(
    IReadOnlyList<ReturnLine> Lines,
    IReadOnlyList<string> Address,
    int UsedPercent,
    int OpenedPercent,
    Money ShippingFee
)
{
    /// <summary>
    /// What we have paid to customs for these goods; null for nothing. The country they went to may give it back to whoever imported them;
    /// the shop does not have it any more.
    /// </summary>
    public Money? DutiesPaid { get; init; }

    /// <summary>What has to be sent; licences are not.</summary>
    public IReadOnlyList<ReturnLine> ToSend => [.. Lines.Where(line => line.Kind == ProductKind.Physical)];

    public IReadOnlyList<ReturnLine> Licences => [.. Lines.Where(line => line.Kind == ProductKind.Digital)];
}

/// <param name="UnitPrice">At which it was ordered.</param>
/// <param name="Sealed">Worth nothing to others once it was opened.</param>
public sealed record ReturnLine(string Sku, int Quantity, Money UnitPrice, ProductKind Kind, bool Sealed);
