using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

public sealed class GetProduct(Catalogue catalogue, StockStore stock, PriceTables tables)
{
    [Function(nameof(GetProduct))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "products/{sku}")] HttpRequest request,
        string sku,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await catalogue.FindAsync(sku, cancellation) is not { } product)
            return Problem.NotFound("product");
        var level = (await stock.LevelsAsync(cancellation)).FirstOrDefault(level => level.Sku == sku);
        return Json.Ok(ProductView.Of(product, level?.Available ?? 0, tables.Restrictions));
    }
}
