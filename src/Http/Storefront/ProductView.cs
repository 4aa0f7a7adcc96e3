using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Orders.Functions.Http.Storefront;

internal sealed record ProductView
{
    public required string Sku { get; init; }

    public required LocalizedText Name { get; init; }

    public required LocalizedText Description { get; init; }

    public required ProductKind Kind { get; init; }

    public required Money Price { get; init; }

    public required int WeightGrams { get; init; }

    /// <summary>Units that can be ordered now; absent for digital products, which do not run out.</summary>
    public int? Available { get; init; }

    public required IReadOnlyList<string> ForbiddenCountries { get; init; }

    public required int MaxPerOrder { get; init; }

    public static ProductView Of(Product product, int available, Restrictions restrictions) =>
        new()
        {
            Sku = product.Sku,
            Name = product.Name,
            Description = product.Description,
            Kind = product.Kind,
            Price = product.Price,
            WeightGrams = product.WeightGrams,
            Available = product.Kind == ProductKind.Digital ? null : available,
            ForbiddenCountries = restrictions.CountriesAgainst(product),
            MaxPerOrder = product.MaxPerOrder,
        };
}
