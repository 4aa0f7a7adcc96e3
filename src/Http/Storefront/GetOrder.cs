using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

public sealed class GetOrder(OrderStore orders, TimeProvider time)
{
    [Function(nameof(GetOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        _ = request;
        return await orders.FindAsync(orderId, cancellation) is { } record
            ? Json.Ok(record.View(time.GetUtcNow()))
            : Problem.NotFound("order");
    }
}
