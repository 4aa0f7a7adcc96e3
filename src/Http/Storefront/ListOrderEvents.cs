using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Views;
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
        return Json.Ok(
            new
            {
                Events = CustomerTimeline
                    .Of(record, timeline, record.Order.Locale)
                    .Select(line => new
                    {
                        line.Entry.Time,
                        line.Entry.Kind,
                        line.Entry.Actor,
                        line.Text,
                    }),
            }
        );
    }
}
