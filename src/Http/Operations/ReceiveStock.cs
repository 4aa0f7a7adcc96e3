using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Stock;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/stock/{sku}/receive</c>: a delivery came into the warehouse.</summary>
public sealed class ReceiveStock(ReceiveStockCommand receive)
{
    [Function(nameof(ReceiveStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/stock/{sku}/receive")] HttpRequest request,
        string sku,
        CancellationToken cancellation
    )
    {
        var (delivery, problem) = await JsonRequest.ReadAsync(
            request,
            body => new Delivery(body.Text("delivery", 100), sku, (int)body.Whole("quantity", 1, 1_000_000), body.Text("by", 100)),
            cancellation
        );
        return delivery is null
            ? problem!
            : Answer.Of(
                await receive.RunAsync(delivery, cancellation),
                received => Json.Ok(new { Received = received.IsNew, Stock = received.Level })
            );
    }
}
