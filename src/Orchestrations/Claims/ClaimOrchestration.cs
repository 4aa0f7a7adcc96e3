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
    private readonly TaskOrchestrationContext _context;
    private readonly ClaimFiled _claim;
    private readonly CaseJournal _journal;
    private readonly EventFeed _events;

    private ClaimOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        (var orderId, _claim) =
            context.GetInput<ClaimCase>() ?? throw new InvalidOperationException("A claim orchestration starts with its claim.");
        _journal = new(context, orderId, CaseKind.Claim, _claim.ClaimId);
        _events = new EventFeed(context).On<ClaimDecision>(OrderEvents.ClaimDecision, decision => decision.EventId);
    }

    private PromiseState Promise => _journal.AnswerBy(_claim.AnswerBy);

    [Function(nameof(ClaimOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new ClaimOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        if (ClaimDue.ByRule(_claim, _journal.Now) is { } byRule)
        {
            return await AnswerAsync(byRule, decision: null, escalated: false);
        }

        _journal.MailCase(MailKind.ClaimReceived);
        _journal.Promise(Promise);
        await _journal.WriteAsync(CaseStatus.Open);
        var (decision, escalated) = await WaitForDecisionAsync();
        var amount = decision.Outcome == ClaimOutcome.Refund ? decision.Amount ?? _claim.Value : default(Money?);
        return await AnswerAsync(
            new ClaimVerdict(decision.Outcome, amount, decision.Liability, decision.By, _journal.Now),
            decision,
            escalated
        );
    }

    /// <summary>
    /// A person decides. Operations are reminded at half-time; when the time is over the claim is escalated, and still waits: only a person
    /// can answer it.
    /// </summary>
    private async Task<(ClaimDecision Decision, bool Escalated)> WaitForDecisionAsync()
    {
        if (await DecisionUntilAsync(_claim.RemindAt) is { } prompt)
        {
            return (prompt, false);
        }

        await _journal.AlertAsync(AlertKind.ClaimWaits, "A claim waits for a decision: half of the time for the answer is over.");
        if (await DecisionUntilAsync(_claim.AnswerBy) is { } timely)
        {
            return (timely, false);
        }

        await _journal.AlertAsync(AlertKind.ClaimOverdue, "A claim was not answered in time.");
        _journal.TellCase(TimelineKind.ClaimOverdue, Actor.System);
        _journal.MailCase(MailKind.AnswerLate);
        _journal.Promise(Promise.Break(_journal.Now, "late", _claim.LateBy));
        await _journal.WriteAsync(CaseStatus.Open, step => step with { Escalated = true });
        return ((ClaimDecision)(await _events.NextAsync(end: null))!, true);
    }

    private async Task<ClaimDecision?> DecisionUntilAsync(DateTimeOffset deadline)
    {
        using var timer = new DurableTimer(_context, deadline);
        return (ClaimDecision?)await _events.NextAsync(timer.Fired);
    }

    private async Task<CaseEnd> AnswerAsync(ClaimVerdict verdict, ClaimDecision? decision, bool escalated)
    {
        var outcome = OrderJson.Name(verdict.Outcome);
        var amount = verdict.Refund?.ToString() ?? "";
        _journal.TellCase(KindOf(verdict.Outcome), Actor.Shop, ("amount", amount));
        _journal.MailCase(MailKind.ClaimAnswered, ("outcome", outcome), ("amount", amount));
        _journal.Promise(Promise.Fulfil(_journal.Now));
        if (decision is not null)
        {
            _journal.Handled(decision.EventId);
        }

        await _journal.WriteAsync(
            verdict.Outcome == ClaimOutcome.Declined ? CaseStatus.Declined : CaseStatus.Accepted,
            step => step with { Escalated = escalated, EndedAt = _journal.Now, Verdict = verdict, SealedAnswer = decision?.SealedReason }
        );
        return ClaimDue.Of(_claim, verdict);
    }

    private static TimelineKind KindOf(ClaimOutcome outcome) =>
        outcome switch
        {
            ClaimOutcome.Refund => TimelineKind.ClaimRefund,
            ClaimOutcome.Replacement => TimelineKind.ClaimReplacement,
            ClaimOutcome.Declined => TimelineKind.ClaimDeclined,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome of a claim."),
        };
}
