using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Operations;

/// <summary>The warehouse's levels by sku.</summary>
public sealed class ListStock(StockStore stock, OpsKey key)
{
    [Function(nameof(ListStock))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/stock")] HttpRequest request, CancellationToken cancellation) =>
        key.Refuse(request) ?? Json.Ok(new { Stock = await stock.LevelsAsync(cancellation) });
}
