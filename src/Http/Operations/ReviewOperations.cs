using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>The doubtful orders, and a person's decision on one.</summary>
public sealed class ReviewOperations(OrderStore orders, StatusIndex statuses, IdSource ids, OpsKey key, TimeProvider time)
{
    /// <summary>The orders that wait for a decision, the one with the nearest deadline first.</summary>
    [Function("OpsReviews")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/reviews")] HttpRequest request, CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        List<object> reviews = [];
        foreach (var waiting in (await statuses.OpenAsync(OrderStatus.InReview, before: null, cancellation).ToListAsync(cancellation)).OrderBy(order => order.DueBy))
        {
            if (await orders.FindAsync(waiting.OrderId, cancellation) is { State: { Status: OrderStatus.InReview, Doubt: { } doubt } state, Order: var order })
                reviews.Add(new { order.OrderId, order.OrderNumber, order.CustomerId, order.Country, order.Total, order.PaymentMethod, state.Since, doubt.Score, doubt.Rules, doubt.EscalateAt, doubt.DecideBy });
        }

        return Json.Ok(new { Reviews = reviews });
    }

    /// <summary>Passes an order on, or refuses it. What the reviewer writes is for operations; the customer of a refused order learns only that it could not be accepted.</summary>
    [Function("OpsReviewDecide")]
    public async Task<IResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{orderId}/review")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var eventId = ids.EventId("review");
        var (decision, problem) = await JsonRequest.ReadAsync(
            request,
            body => new ReviewDecision(eventId, body.Choice<Decision>("decision") == Decision.Pass, body.Text("reason", 500), body.Text("by", 100)),
            cancellation);
        if (problem is not null)
            return problem;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (record.State is not { Status: OrderStatus.InReview, Doubt: not null })
            return Refused("not_in_review");

        await client.TellAsync(orderId, OrderEvents.ReviewDecision, decision!, cancellation);
        var (seen, outcome) = await CommandWait.ForAsync(orders, orderId, eventId, time, now => now.State.IsFinal, cancellation);
        var view = OrderViews.Of(seen.Order, seen.State, seen.Parcels, seen.Ledger);
        return outcome switch
        {
            { Accepted: true } => Json.Ok(view),
            { Accepted: false, Reason: var reason } => Refused(reason ?? "not_in_review"),
            null when seen.State.IsFinal => Refused("not_in_review"),
            null => Json.Accepted(request.HttpContext.Response, $"/api/ops/orders/{orderId}", view),
        };
    }

    private static Problem Refused(string reason) => Problem.Conflict("urn:orders:cannot-review", "There is nothing to decide on this order.", ReasonTexts.For(reason, "en"), reason);

    private enum Decision
    {
        Pass,
        Refuse,
    }
}
