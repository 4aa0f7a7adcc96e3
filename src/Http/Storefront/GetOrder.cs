using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>The order view, with the address that it goes to: the storefront gave it, and it may have changed since.</summary>
public sealed class GetOrder(OrderStore orders, ContactStore contacts, TimeProvider time)
{
    [Function(nameof(GetOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var contact = await contacts.FindAsync(record.Order.CustomerId, orderId, cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var now = time.GetUtcNow();
        return Json.Ok((await record.WithStandingAsync(client, now, cancellation)).View(now) with { ShipTo = contact?.ShipTo });
    }
}
