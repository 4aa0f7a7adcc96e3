using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Net.Http.Headers;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>
/// The order view, with the address that it goes to: the storefront gave it, and it may have changed since. A caller that prefers to wait
/// is answered when the view differs from what they hold, or from what it was when they came.
/// </summary>
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
        var wait = Preference.Wait(request);
        var held = new RequestHeaders(request.Headers).IfNoneMatch;
        var known = held.Count > 0 ? held : null;
        JsonAnswer? answer = null;

        // Who has gone, or a host that stops, ends the wait, not the answer.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.HttpContext.RequestAborted);
        await foreach (var record in orders.FollowAsync(orderId, wait ?? TimeSpan.Zero, time, end.Token))
        {
            answer = JsonAnswer.Of(await ShowAsync(record, client, cancellation));
            known ??= [answer.Tag];
            if (!answer.IsOneOf(known))
                break;
        }

        if (answer is null)
            return Problem.NotFound("order");
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (wait is { } applied)
            Preference.ApplyWait(request.HttpContext.Response, applied);
        return answer.To(request.HttpContext.Response, held);
    }

    private async Task<OrderView> ShowAsync(OrderRecord record, DurableTaskClient client, CancellationToken cancellation)
    {
        var order = record.Order;
        var contact = await contacts.FindRecentAsync(order.CustomerId, order.OrderId, cancellation);
        var now = time.GetUtcNow();
        record = await contacts.WithRefundAddressAsync(record, cancellation);
        var view = (await record.WithStandingAsync(client, now, cancellation)).View(now);
        if (view.Offer is { } offer && record.State.Offer is { Change.MovesAddress: true })
        {
            var moved = await contacts.FindPendingAsync(order.CustomerId, order.OrderId, offer.ChangeId, cancellation);
            view = view with { Offer = offer with { ShipTo = moved?.ShipTo } };
        }

        return view with
        {
            ShipTo = contact?.ShipTo,
        };
    }
}
