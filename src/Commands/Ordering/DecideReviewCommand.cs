using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Ordering;

/// <summary>
/// A person approves or refuses an order in manual review. What the reviewer writes is for operations; the customer of a refused order
/// learns only that it could not be accepted.
/// </summary>
public sealed class DecideReviewCommand(OrderStore orders, IdSource ids, TimeProvider time)
{
    private static readonly Refusal _notInReview = new(Refused.Review, ReasonCode.NotInReview);

    public async Task<Outcome<OrderRecord>> RunAsync(DurableTaskClient client, ReviewerVerdict verdict, CancellationToken cancellation)
    {
        var (orderId, eventId) = (verdict.OrderId, ids.EventId("review"));
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (record.State is not { Status: OrderStatus.InReview, ManualReview: not null })
            return _notInReview;

        var decision = new ReviewDecision(eventId, verdict.Choice == ReviewChoice.Pass, verdict.Reason, verdict.By);
        await client.TellAsync(orderId, OrderEvents.ReviewDecision, decision, cancellation);
        return await CommandWait.ForOutcomeAsync(orders, orderId, eventId, time, seen => seen, (_, _) => _notInReview, cancellation);
    }
}

/// <param name="Reason">For operations; never shown to the customer.</param>
public sealed record ReviewerVerdict(string OrderId, ReviewChoice Choice, string Reason, string By);

public enum ReviewChoice
{
    Pass,
    Refuse,
}
