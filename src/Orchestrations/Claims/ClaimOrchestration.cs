using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Claims;

/// <summary>One claim, from being taken up to its answer. What it comes to is carried out by its order.</summary>
public sealed class ClaimOrchestration
{
    private readonly ClaimFiled _claim;
    private readonly CaseJournal _journal;
    private readonly AnswerWait<ClaimDecision> _wait;

    private ClaimOrchestration(TaskOrchestrationContext context)
    {
        (var orderId, _claim) =
            context.GetInput<ClaimCase>() ?? throw new InvalidOperationException("A claim orchestration starts with its claim.");
        _journal = new(context, orderId, CaseKind.Claim, _claim.ClaimId);
        _wait = new(context, _journal, new EventFeed(context).On<ClaimDecision>(OrderEvents.ClaimDecision, decision => decision.EventId));
    }

    private PromiseState Promise => _journal.AnswerBy(_claim.AnswerBy);

    [Function(nameof(ClaimOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new ClaimOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        if (ClaimDue.ByRule(_claim, _journal.Now) is { } byRule)
        {
            return await AnswerAsync(byRule, decision: null);
        }

        _journal.MailCase(MailKind.ClaimReceived);
        _journal.Promise(Promise);
        await _journal.WriteAsync(CaseStatus.Open);

        var decision = await WaitForDecisionAsync();
        var amount = decision.Outcome == ClaimOutcome.Refund ? decision.Amount ?? _claim.Value : default(Money?);
        var refund = amount is { } goods && decision.Goodwill is { } more ? goods + more : amount;
        var verdict = new ClaimVerdict(decision.Outcome, refund, decision.Liability, decision.By, _journal.Now, decision.Goodwill);
        return await AnswerAsync(verdict, decision);
    }

    private async Task<ClaimDecision> WaitForDecisionAsync() =>
        await _wait.InTimeAsync(
            _claim.RemindAt,
            Promise,
            _claim.LateBy,
            (AlertKind.ClaimWaits, "A claim waits for a decision: half of the time for the answer is over."),
            (AlertKind.ClaimOverdue, "A claim was not answered in time."),
            TimelineKind.ClaimOverdue
        ) ?? await _wait.NextAsync();

    private async Task<CaseEnd> AnswerAsync(ClaimVerdict verdict, ClaimDecision? decision)
    {
        if (verdict.Outcome != ClaimOutcome.Refund)
        {
            // Of a refund the order tells: it knows what is still there to be paid.
            _journal.TellCase(
                verdict.Outcome == ClaimOutcome.Declined ? TimelineKind.ClaimDeclined : TimelineKind.ClaimReplacement,
                Actor.Shop
            );
            _journal.MailCase(MailKind.ClaimAnswered);
        }

        _journal.Promise(Promise.Fulfil(_journal.Now));
        if (decision is not null)
        {
            _journal.Handled(decision.EventId);
        }

        await _journal.WriteAsync(
            verdict.Outcome == ClaimOutcome.Declined ? CaseStatus.Declined : CaseStatus.Accepted,
            step =>
                step with
                {
                    Escalated = _wait.IsOverdue,
                    EndedAt = _journal.Now,
                    Verdict = verdict,
                    SealedAnswer = decision?.SealedReason,
                }
        );
        return ClaimDue.Of(_claim, verdict);
    }
}
