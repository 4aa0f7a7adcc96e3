using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Storefront;

/// <summary>The answers of the calls that change an order, or give some of it up.</summary>
internal static class ChangeAnswer
{
    /// <summary>
    /// What became of what was asked for: in force (200, the order), offered (201, the change), or not known yet (202, the order).
    /// </summary>
    public static IResult Of(Outcome<OrderAfter> outcome, HttpResponse response, DateTimeOffset now) =>
        Answer.Of(
            outcome,
            done =>
                done is { Order: var order, ChangeId: { } changeId }
                && ChangeView.Of(order.Order, order.State, changeId) is { Status: ChangeStatus.Offered } offered
                    ? Json.Created(response, LocationOf(done), offered)
                    : Json.Ok(done.Order.View(now)),
            asked => Json.Accepted(response, LocationOf(asked), asked.Order.View(now))
        );

    /// <summary>What became of an offer: decided (200), or not known yet (202); the order in either case.</summary>
    public static IResult OfDecision(Outcome<OrderAfter> outcome, HttpResponse response, DateTimeOffset now) =>
        Answer.Of(
            outcome,
            done => Json.Ok(done.Order.View(now)),
            asked => Json.Accepted(response, LocationOf(asked), asked.Order.View(now))
        );

    private static string LocationOf(OrderAfter asked)
    {
        var order = $"/api/orders/{asked.Order.Order.OrderId}";
        return asked.ChangeId is { } changeId ? $"{order}/changes/{changeId}" : order;
    }
}
