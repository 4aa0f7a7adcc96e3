using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>The orders in manual review, and a person's decision on one.</summary>
public sealed class ReviewOperations(OrderStore orders, StatusIndex statuses, DecideReviewCommand decide)
{
    /// <summary>The orders that wait for a decision, the one with the nearest deadline first.</summary>
    [Function("OpsReviews")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/reviews")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        List<object> reviews = [];
        var open = await statuses.OpenAsync(OrderStatus.InReview, cancellation: cancellation);
        foreach (var waiting in open.OrderBy(order => order.DueBy))
        {
            var record = await orders.FindAsync(waiting.OrderId, cancellation);
            if (record is not { State: { Status: OrderStatus.InReview, ManualReview: { } review } state, Order: var order })
                continue;
            reviews.Add(
                new
                {
                    order.OrderId,
                    order.OrderNumber,
                    order.CustomerId,
                    order.Country,
                    Territory = TerritoryView.Of(order.Territory, "en"),
                    order.Total,
                    order.PaymentMethod,
                    state.Since,
                    review.Score,
                    review.Rules,
                    review.EscalateAt,
                    review.DecideBy,
                }
            );
        }

        return Json.Ok(new { Reviews = reviews });
    }

    /// <summary>Passes an order on, or refuses it.</summary>
    [Function("OpsReviewDecide")]
    public async Task<IResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{orderId}/review")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (verdict, problem) = await JsonRequest.ReadAsync(
            request,
            body => new ReviewerVerdict(orderId, body.Choice<ReviewChoice>("decision"), body.Text("reason", 500), body.Text("by", 100)),
            cancellation
        );
        if (verdict is null)
            return problem!;
        return Answer.Of(
            await decide.RunAsync(client, verdict, cancellation),
            record => Json.Ok(View(record)),
            record => Json.Accepted(request.HttpContext.Response, $"/api/ops/orders/{orderId}", View(record))
        );
    }

    private static OrderView View(OrderRecord record) => OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger);
}
