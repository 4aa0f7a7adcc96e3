namespace Orders.Functions.Orders;

/// <summary>What the shop sells.</summary>
/// <param name="WeightGrams">Of one unit, packed; 0 for digital products.</param>
/// <param name="ForbiddenCountries">ISO 3166-1 alpha-2 codes of where it may not go.</param>
/// <param name="MaxPerOrder">The most of it that one order may hold.</param>
public sealed record Product(
    string Sku,
    LocalizedText Name,
    LocalizedText Description,
    ProductKind Kind,
    Money Price,
    int WeightGrams,
    IReadOnlyList<string> ForbiddenCountries,
    int MaxPerOrder);
