using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Operations;

/// <summary>The warehouse's levels by sku.</summary>
public sealed class ListStock(StockStore stock)
{
    [Function(nameof(ListStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/stock")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        return Json.Ok(new { Stock = await stock.LevelsAsync(cancellation) });
    }
}
