namespace Orders.Functions.Domain.Ordering;

/// <summary>What the shop sells.</summary>
/// <param name="WeightGrams">Of one unit, packed; 0 for digital products.</param>
/// <param name="ForbiddenCountries">
/// ISO 3166-1 alpha-2 codes of where it may not go; the table of restrictions knows more of them, and why.
/// </param>
/// <param name="MaxPerOrder">The most of it that one order may hold.</param>
public sealed record Product(
    string Sku,
    LocalizedText Name,
    LocalizedText Description,
    ProductKind Kind,
    Money Price,
    int WeightGrams,
    IReadOnlyList<string> ForbiddenCountries,
    int MaxPerOrder
)
{
    /// <summary>Of one unit, packed; null where it was never measured, and for digital products.</summary>
    public Dimensions? Size { get; init; }

    /// <summary>Its number in the Harmonised System, 6 digits; null for digital products.</summary>
    public string? HsCode { get; init; }

    /// <summary>Where it was made: ISO 3166-1 alpha-2.</summary>
    public string? OriginCountry { get; init; }

    /// <summary>Skus of what may come instead of it when it is out of stock.</summary>
    public IReadOnlyList<string> Substitutes { get; init; } = [];

    /// <summary>How it can be returned.</summary>
    public ReturnPolicy Returns { get; init; }

    /// <summary>Goods of different kinds may not lie in one parcel: <c>lithium_battery</c>; null for goods that harm nothing.</summary>
    public string? Hazard { get; init; }
}

/// <summary>In millimetres.</summary>
public sealed record Dimensions(int Length, int Width, int Height)
{
    public long CubicMillimetres => (long)Length * Width * Height;
}
