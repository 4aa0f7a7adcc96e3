using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>What the shop sells.</summary>
/// <param name="WeightGrams">Of one unit, packed; 0 for digital goods.</param>
/// <param name="ForbiddenCountries">ISO 3166-1 alpha-2: where it may not go.</param>
public sealed record Product(
    string Sku,
    LocalizedText Name,
    LocalizedText Description,
    ProductKind Kind,
    Money Price,
    int WeightGrams,
    IReadOnlyList<string> ForbiddenCountries,
    int MaxPerOrder);
