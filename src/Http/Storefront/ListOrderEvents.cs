using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>The timeline, oldest first, in the customer's language.</summary>
public sealed class ListOrderEvents(OrderStore orders)
{
    [Function(nameof(ListOrderEvents))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/events")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var timeline = await orders.TimelineAsync(orderId, cancellation);
        var (locale, names) = (record.Order.Locale, record.Names);
        return Json.Ok(
            new
            {
                Events = timeline
                    .OrderBy(entry => entry.Time)
                    .Select(entry => new
                    {
                        entry.Time,
                        entry.Kind,
                        entry.Actor,
                        Text = TimelineTexts.For(entry, locale, names),
                    }),
            }
        );
    }
}
