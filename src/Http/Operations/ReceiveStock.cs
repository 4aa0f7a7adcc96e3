using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/stock/{sku}/receive</c>: a delivery came into the warehouse. Known by its id: the same again changes nothing.</summary>
public sealed class ReceiveStock(StockStore stock, Catalogue catalogue, OpsKey key)
{
    [Function(nameof(ReceiveStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/stock/{sku}/receive")] HttpRequest request,
        string sku,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (delivery, problem) = await JsonRequest.ReadAsync(
            request, body => (Id: body.Text("delivery", 100), Quantity: (int)body.Whole("quantity", 1, 1_000_000), By: body.Text("by", 100)), cancellation);
        if (problem is not null)
            return problem;
        if (await catalogue.FindAsync(sku, cancellation) is null)
            return Problem.NotFound("product");

        var received = await stock.ReceiveAsync(delivery.Id, sku, delivery.Quantity, delivery.By, cancellation);
        return Json.Ok(new { Received = received, Stock = await stock.LevelAsync(sku, cancellation) });
    }
}
