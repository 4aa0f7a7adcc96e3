using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Storage.Stock;

/// <summary>What of an order is in stock at this moment. Reserves nothing: another order may be first.</summary>
public sealed class StockLook(StockStore stock, Catalogue catalogue, PriceTables tables, TimeProvider time)
{
    /// <summary>The lines that are not there in full, with what could come instead.</summary>
    public async Task<IReadOnlyList<ShortLine>> ShortAsync(Order order, CancellationToken cancellation = default)
    {
        var levels = await stock.LevelsOfAsync(order.Lines.Select(line => line.Sku), cancellation);
        IReadOnlyList<ParcelLine> missing =
        [
            .. order
                .Lines.Select(line => new ParcelLine(line.Sku, Math.Max(0, line.Quantity - levels[line.Sku].Available)))
                .Where(line => line.Quantity > 0),
        ];
        return missing.Count == 0 ? [] : await ShortAsync(order, missing, cancellation);
    }

    /// <summary>The lines of which units are missing, with what could come instead.</summary>
    public async Task<IReadOnlyList<ShortLine>> ShortAsync(
        Order order,
        IReadOnlyList<ParcelLine> missing,
        CancellationToken cancellation = default
    )
    {
        var products = await catalogue.AllAsync(cancellation);
        var levels = (await stock.LevelsAsync(cancellation)).ToDictionary(level => level.Sku, StringComparer.Ordinal);
        var available = levels.ToDictionary(level => level.Key, level => level.Value.Available, StringComparer.Ordinal);
        return
        [
            .. ShortLines
                .Of(order, missing, products, available, product => tables.Restrictions.MayGo(product, order.Place))
                .Select(line => line with { ExpectedOn = levels.GetValueOrDefault(line.Sku)?.ExpectedSince(time.GetUtcNow()) }),
        ];
    }
}
