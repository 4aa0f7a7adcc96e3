using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Orders.Functions.Http.Storefront;

/// <param name="Available">Units that can be ordered now; absent for digital products, which do not run out.</param>
internal sealed record ProductView(
    string Sku,
    LocalizedText Name,
    LocalizedText Description,
    ProductKind Kind,
    Money Price,
    int WeightGrams,
    int? Available,
    IReadOnlyList<string> ForbiddenCountries,
    int MaxPerOrder
)
{
    public static ProductView Of(Product product, int available, Restrictions restrictions) =>
        new(
            product.Sku,
            product.Name,
            product.Description,
            product.Kind,
            product.Price,
            product.WeightGrams,
            product.Kind == ProductKind.Digital ? null : available,
            restrictions.CountriesAgainst(product),
            product.MaxPerOrder
        );
}
