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
        if (await orders.LookAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var contact = await contacts.FindAsync(record.Order.CustomerId, orderId, cancellation);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var now = time.GetUtcNow();
        record = await contacts.WithRefundAddressAsync(record, cancellation);
        var view = (await record.WithStandingAsync(client, now, cancellation)).View(now);
        if (view.Offer is { } offer && record.State.Offer is { Change.MovesAddress: true })
        {
            var moved = await contacts.FindPendingAsync(record.Order.CustomerId, orderId, offer.ChangeId, cancellation);
            view = view with { Offer = offer with { ShipTo = moved?.ShipTo } };
        }

        return Json.Ok(view with { ShipTo = contact?.ShipTo });
    }
}
