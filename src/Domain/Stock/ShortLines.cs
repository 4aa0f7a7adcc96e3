using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>The lines of an order that are out of stock.</summary>
public static class ShortLines
{
    /// <param name="missing">What the warehouse does not have.</param>
    /// <param name="available">Units by sku that nobody else waits for.</param>
    /// <param name="mayGo">True for what nothing forbids to send there.</param>
    public static IReadOnlyList<ShortLine> Of(
        Order order,
        IReadOnlyList<ParcelLine> missing,
        IReadOnlyCollection<Product> products,
        IReadOnlyDictionary<string, int> available,
        Func<Product, bool> mayGo
    ) =>
        [
            .. from line in order.Lines
            let units = UnitsOf(line.Sku, missing)
            where units > 0
            select new ShortLine(line.Sku, line.Quantity, units, Substitutes.For(line, units, order.Lines, products, available, mayGo)),
        ];

    /// <summary>The same lines with what is missing now; those of which nothing is missing any more are gone.</summary>
    public static IReadOnlyList<ShortLine> Now(IReadOnlyList<ShortLine> lines, IReadOnlyList<ParcelLine> missing) =>
        [
            .. from line in lines
            let units = UnitsOf(line.Sku, missing)
            where units > 0
            select units == line.Missing
                ? line
                : line with
                {
                    Missing = units,
                    Substitutes = [.. line.Substitutes.Select(offer => offer.For(units))],
                },
        ];

    /// <summary>The lines with the units that are there.</summary>
    public static IReadOnlyList<OrderLine> There(IReadOnlyList<OrderLine> lines, IReadOnlyList<ShortLine> missing) =>
        StockRules.Without(lines, [.. missing.Select(line => new ParcelLine(line.Sku, line.Missing))]);

    public static int UnitsOf(string sku, IReadOnlyList<ParcelLine> lines) =>
        lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
}
