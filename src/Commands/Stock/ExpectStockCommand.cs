using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.Stock;

/// <summary>The warehouse says when it expects more of a product, or that it does not know any more.</summary>
public sealed class ExpectStockCommand(StockStore stock, Catalogue catalogue)
{
    public async Task<Outcome<StockLevel>> RunAsync(Expectation expectation, CancellationToken cancellation)
    {
        if (await catalogue.FindAsync(expectation.Sku, cancellation) is null)
            return new Missing("product");
        await stock.ExpectAsync(expectation.Sku, expectation.ExpectedOn, cancellation);
        return new Done<StockLevel>(await stock.LevelAsync(expectation.Sku, cancellation));
    }
}

/// <param name="ExpectedOn">Null: it is not known.</param>
public sealed record Expectation(string Sku, DateOnly? ExpectedOn);
