using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

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
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return problem!;
        using (document)
        {
            var errors = new FieldErrors();
            var body = JsonInput.Of(document, errors);
            var delivery = body.Text("delivery", 100);
            var quantity = (int)body.Whole("quantity", 1, 1_000_000);
            var by = body.Text("by", 100);
            body.Close();
            if (errors.Any)
                return Problem.Invalid(errors);
            if (await catalogue.FindAsync(sku, cancellation) is null)
                return Problem.NotFound("product");

            var received = await stock.ReceiveAsync(delivery, sku, quantity, by, cancellation);
            var level = await stock.LevelAsync(sku, cancellation);
            return Json.Ok(new { Received = received, Stock = level });
        }
    }
}
