using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// One order for operations, with its books, promises and tasks, and what its review rested on: by its id, or by its number as somebody
/// read it out on the phone.
/// </summary>
public sealed class ShowOrder(OrderStore orders, ContactStore contacts, PromiseStore promises, OpsAlerts alerts, TimeProvider time)
{
    [Function(nameof(ShowOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/orders/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await orders.FindByNumberAsync(number, cancellation) is not { } record)
            return Problem.NotFound("order");
        var orderId = record.Order.OrderId;
        var timeline = await orders.TimelineAsync(orderId, cancellation);
        return Json.Ok(
            new
            {
                Order = record.View(time.GetUtcNow()),
                record.Order.CustomerId,
                CancelReason = await contacts.FindCancelReasonAsync(record.Order.CustomerId, orderId, cancellation),
                RefundAddress = await contacts.FindRefundAddressAsync(record.Order.CustomerId, orderId, cancellation),
                record.State.Kept,
                Review = record.State.ManualReview,
                Tasks = (await alerts.OpenAsync(cancellation)).Where(alert => alert.OrderId == orderId).Select(AlertView.Of),
                Promises = (await promises.OfOrderAsync(orderId, record.Order.PlacedAt, time.GetUtcNow(), cancellation)).Select(
                    promise => new
                    {
                        promise.Kind,
                        promise.Reference,
                        promise.By,
                        promise.Outcome,
                        promise.SettledAt,
                        promise.Reason,
                        promise.NewBy,
                    }
                ),
                record.Ledger,
                Events = timeline
                    .OrderBy(entry => entry.Time)
                    .Select(entry => new
                    {
                        entry.Time,
                        entry.Kind,
                        entry.Actor,
                        Text = TimelineTexts.For(entry, "en"),
                        entry.Facts,
                    }),
            }
        );
    }
}
