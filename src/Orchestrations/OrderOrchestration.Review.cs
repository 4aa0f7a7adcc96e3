using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// 2. Review: by rules, and by a person where the rules leave a doubt.
public sealed partial class OrderOrchestration
{
    private async Task<Stop?> ReviewAsync()
    {
        var verdict = await _context.CallActivityAsync<ReviewVerdict>(nameof(ReviewOrder), new ReviewStep(_order.OrderId, _state.Terms), Retries.Storage);
        if (verdict.Reasons.Count > 0)
        {
            _state = _state with { Doubt = verdict.Doubt };
            return new Stop(verdict.Reasons, By: "shop");
        }

        return verdict.Doubt is { } doubt ? await WaitForReviewerAsync(doubt) : await TakeArrivedAsync();
    }

    /// <summary>A person decides. Without an answer operations are told once, and after the same time again the order is cancelled.</summary>
    private async Task<Stop?> WaitForReviewerAsync(ReviewDoubt doubt)
    {
        await RecordAsync(_state with { Doubt = doubt, Deadlines = _state.Deadlines.With("review", doubt.DecideBy) }, timeline: [Entry("review_awaited", "system")]);
        var escalated = false;
        while (true)
        {
            switch (await NextUntilAsync(escalated ? doubt.DecideBy : doubt.EscalateAt))
            {
                case ReviewDecision decision:
                    _approvedRules = _state.Doubt?.Rules ?? [];
                    _state = _state with { Doubt = null, Deadlines = _state.Deadlines.Without("review"), Commands = _state.Commands.With(decision.EventId, new CommandOutcome(true, null)) };
                    await RecordAsync(_state, timeline: [Entry(decision.Pass ? "review_approved" : "review_refused", "shop", ("by", decision.By))], handled: [decision.EventId]);
                    return decision.Pass ? await TakeArrivedAsync() : new Stop(["review_refused"], By: "shop");

                case null when escalated:
                    _state = _state with { Doubt = null, Deadlines = _state.Deadlines.Without("review") };
                    return new Stop(["review_timeout"], By: "system");

                case null:
                    escalated = true;
                    await AlertAsync($"review:{_order.OrderId}", AlertKind.ReviewOverdue, "Nobody decided on this order within the review window.");
                    break;

                case { } other when await TakeAsync(other) is { } stop:
                    return stop;
            }
        }
    }
}
