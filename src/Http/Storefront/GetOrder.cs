using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

public sealed class GetOrder(OrderStore orders, TimeProvider time)
{
    [Function(nameof(GetOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}")] HttpRequest request,
        string orderId,
        CancellationToken cancellation)
    {
        // A storefront that names its customer sees that customer's orders only.
        var record = await orders.FindAsync(orderId, cancellation);
        return record is not null && (!request.Query.TryGetValue("customerId", out var customer) || customer == record.Order.CustomerId)
            ? Json.Ok(record.View(time.GetUtcNow()))
            : Problem.NotFound("order");
    }
}
