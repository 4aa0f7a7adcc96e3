using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Review: by rules, and by a person where the rules ask for a manual review.</summary>
internal sealed class Reviewing(
    OrderJournal journal,
    OrderInbox inbox,
    StockHold stock,
    ChangeOffers offers,
    AwaitingPayment payment,
    PaymentRequests requests,
    Compensations compensations
)
{
    public async Task<Stop?> ReviewAsync()
    {
        // Before anybody looks at what has arrived: the engine asks for the payment before it stores that we decided so, and if that storing
        // fails, it is decided again, when a cancel may be there.
        compensations.Push(requests.WithdrawAsync);
        var look = new ReviewStep(journal.OrderId, journal.State.Terms);
        var verdict = inbox.HasArrived
            ? await journal.CallAsync<ReviewStep, ReviewVerdict>(nameof(ReviewOrder), look)
            : await payment.AskOnceReviewedAsync(look);
        if (verdict.PaymentUrl is not null)
        {
            return null;
        }

        if (verdict.Reasons.Count > 0)
        {
            Show(verdict.ManualReview);
            return new Stop(verdict.Reasons, By: Actor.Shop);
        }

        if (verdict.Short is { } missing)
        {
            stock.Show(missing);
        }

        var stop = verdict.ManualReview is { } review ? await WaitForReviewerAsync(review) : await inbox.TakeArrivedAsync();
        if (stop is null)
        {
            journal.Tell(TimelineKind.ReviewPassed, Actor.System);
            if (verdict.ManualReview is not null)
            {
                // That took its time, and the order may be another one by now.
                await stock.LookAsync();
            }
        }

        return stop;
    }

    /// <summary>
    /// A person decides. Without an answer operations are alerted once, and after the same time again the order is cancelled.
    /// </summary>
    private async Task<Stop?> WaitForReviewerAsync(ManualReview review)
    {
        Show(review);
        journal.Expect(OrderDeadline.Review, review.DecideBy);
        journal.Tell(TimelineKind.ReviewAwaited, Actor.System);
        await journal.WriteAsync();
        var escalated = false;
        while (true)
        {
            switch (await inbox.NextUntilAsync(escalated ? review.DecideBy : review.EscalateAt))
            {
                case ReviewDecision decision:
                    return await DecideAsync(decision);

                case null when escalated:
                    End();
                    return new Stop([ReasonCode.ReviewTimeout], By: Actor.System);

                case null:
                    escalated = true;
                    await journal.AlertAsync(
                        OverdueAlert,
                        AlertKind.ReviewOverdue,
                        "Nobody decided on this order within the review window."
                    );
                    break;

                case { } other when await inbox.TakeAsync(other) is { } stop:
                    journal.EndAlert(OverdueAlert);
                    return stop;
            }
        }
    }

    private async Task<Stop?> DecideAsync(ReviewDecision decision)
    {
        offers.Approve(journal.State.ManualReview?.Rules ?? []);
        End();
        journal.Tell(decision.Pass ? TimelineKind.ReviewApproved : TimelineKind.ReviewRefused, Actor.Shop, ("by", decision.By));
        journal.AcceptAndHandle(decision.EventId);
        await journal.WriteAsync();
        return decision.Pass ? await inbox.TakeArrivedAsync() : new Stop([ReasonCode.ReviewRefused], By: Actor.Shop);
    }

    private void End()
    {
        Show(null);
        journal.EndAlert(OverdueAlert);
        journal.NoLongerExpect(OrderDeadline.Review);
    }

    private string OverdueAlert => $"review:{journal.OrderId}";

    private void Show(ManualReview? review) => journal.Update(state => state with { ManualReview = review });
}
