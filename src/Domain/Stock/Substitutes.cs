using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>What can come instead of goods that are out of stock.</summary>
public static class Substitutes
{
    /// <summary>
    /// What the catalogue lists for a line's product and the order may have: in stock for all missing units, allowed where it goes, not in
    /// the order already. Nearest in price first.
    /// </summary>
    /// <param name="ordered">All lines of the order.</param>
    /// <param name="available">Units by sku that nobody else waits for.</param>
    /// <param name="mayGo">True for what nothing forbids to send there.</param>
    public static IReadOnlyList<SubstituteOffer> For(
        OrderLine line,
        int missing,
        IReadOnlyList<OrderLine> ordered,
        IReadOnlyCollection<Product> products,
        IReadOnlyDictionary<string, int> available,
        Func<Product, bool> mayGo
    )
    {
        var listed = products.FirstOrDefault(product => product.Sku == line.Sku)?.Substitutes ?? [];
        return
        [
            .. from sku in listed
            let product = products.FirstOrDefault(product => product.Sku == sku)
            where
                product is not null
                && product.Kind == line.Kind
                && product.Price.Currency == line.UnitPrice.Currency
                && product.MaxPerOrder >= missing
                && available.GetValueOrDefault(sku) >= missing
                && mayGo(product)
                && ordered.All(other => other.Sku != sku)
            let difference = (product.Price - line.UnitPrice) * missing
            orderby Math.Abs(difference.Amount)
            select new SubstituteOffer(
                new OrderLine(product.Sku, product.Name, product.Kind, missing, product.Price, product.WeightGrams),
                difference
            ),
        ];
    }
}
