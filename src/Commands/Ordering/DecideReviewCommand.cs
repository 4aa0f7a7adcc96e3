using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Ordering;

/// <summary>
/// A person passes a doubtful order on, or refuses it. What the reviewer writes is for operations; the customer of a refused order learns
/// only that it could not be accepted.
/// </summary>
public sealed class DecideReviewCommand(OrderStore orders, IdSource ids, TimeProvider time)
{
    private const string NotInReview = "not_in_review";

    public async Task<Outcome<OrderRecord>> RunAsync(DurableTaskClient client, ReviewVerdict verdict, CancellationToken cancellation)
    {
        var (orderId, eventId) = (verdict.OrderId, ids.EventId("review"));
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (record.State is not { Status: OrderStatus.InReview, Doubt: not null })
            return new Refusal(Refused.Review, NotInReview);

        var decision = new ReviewDecision(eventId, verdict.Choice == ReviewChoice.Pass, verdict.Reason, verdict.By);
        await client.TellAsync(orderId, OrderEvents.ReviewDecision, decision, cancellation);
        var (seen, outcome) = await CommandWait.ForAsync(orders, orderId, eventId, time, now => now.State.IsFinal, cancellation);
        return outcome switch
        {
            { Accepted: true } => new Done<OrderRecord>(seen),
            { Accepted: false, Reason: var reason } => new Refusal(Refused.Review, reason ?? NotInReview),
            null when seen.State.IsFinal => new Refusal(Refused.Review, NotInReview),
            null => new Waiting<OrderRecord>(seen),
        };
    }
}

/// <param name="Reason">For operations; never shown to the customer.</param>
public sealed record ReviewVerdict(string OrderId, ReviewChoice Choice, string Reason, string By);

public enum ReviewChoice
{
    Pass,
    Refuse,
}
