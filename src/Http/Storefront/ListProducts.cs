using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

public sealed class ListProducts(Catalogue catalogue, StockStore stock, PriceTables tables)
{
    [Function(nameof(ListProducts))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "products")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        var products = await catalogue.AllAsync(cancellation);
        var levels = (await stock.LevelsAsync(cancellation)).ToDictionary(
            level => level.Sku,
            level => level.Available,
            StringComparer.Ordinal
        );
        return Json.Ok(
            new
            {
                Products = products.Select(product => ProductView.Of(product, levels.GetValueOrDefault(product.Sku), tables.Restrictions)),
            }
        );
    }
}
