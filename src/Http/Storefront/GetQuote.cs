using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/quotes</c>: fee, dates and duties by shipping class, before anybody orders. Stores nothing.</summary>
public sealed class GetQuote(Catalogue catalogue, StockStore stock, PriceTables tables, PromiseRules promises, TimeProvider time)
{
    [Function(nameof(GetQuote))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "quotes")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body => QuoteRequestReader.Read(body, tables.Rates.Currency),
            cancellation
        );
        if (asked is null)
            return problem!;
        var products = await catalogue.AllAsync(cancellation);
        var levels = await stock.LevelsOfAsync(asked.Lines.Select(line => line.Sku).Concat(products.SelectMany(Substitutes)), cancellation);
        var units = levels.ToDictionary(
            level => level.Key,
            level => new UnitsInStock(level.Value.Available, level.Value.ExpectedSince(time.GetUtcNow())),
            StringComparer.Ordinal
        );
        return Json.Ok(Quotes.Of(asked, products, tables, promises, units, time.GetUtcNow()));

        IReadOnlyList<string> Substitutes(Product product) => asked.Lines.Any(line => line.Sku == product.Sku) ? product.Substitutes : [];
    }
}
