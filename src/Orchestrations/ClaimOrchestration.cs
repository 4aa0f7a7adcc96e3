using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>One claim, from being taken up to its answer. What it comes to is carried out by its order.</summary>
public sealed class ClaimOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly string _orderId;
    private readonly ClaimFiled _claim;
    private readonly EventFeed _events;
    private int _sequence;

    private ClaimOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        (_orderId, _claim) = context.GetInput<ClaimCase>() ?? throw new InvalidOperationException("A claim orchestration starts with its claim.");
        _events = new EventFeed(context).On<ClaimDecision>(OrderEvents.ClaimDecision, decision => decision.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    [Function(nameof(ClaimOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => new ClaimOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        if (ClaimDue.ByRule(_claim, Now) is { } byRule)
        {
            return await AnswerAsync(byRule, decision: null, escalated: false);
        }

        await RecordAsync(Step(CaseStatus.Open) with { Mails = [Mail(MailKind.ClaimReceived)], Promises = [Promise] });
        var (decision, escalated) = await WaitForDecisionAsync();
        var amount = decision.Outcome == ClaimOutcome.Refund ? decision.Amount ?? _claim.Value : default(Money?);
        return await AnswerAsync(new ClaimVerdict(decision.Outcome, amount, decision.Liability, decision.By, Now), decision, escalated);
    }

    /// <summary>A person decides. Operations are reminded at half-time; when the time is over the claim is escalated, and still waits: only a person can answer it.</summary>
    private async Task<(ClaimDecision Decision, bool Escalated)> WaitForDecisionAsync()
    {
        if (await DecisionUntilAsync(_claim.RemindAt) is { } prompt)
        {
            return (prompt, false);
        }

        await AlertAsync(AlertKind.ClaimWaits, "A claim waits for a decision: half of the time for the answer is over.");
        if (await DecisionUntilAsync(_claim.AnswerBy) is { } timely)
        {
            return (timely, false);
        }

        await AlertAsync(AlertKind.ClaimOverdue, "A claim was not answered in time.");
        await RecordAsync(Step(CaseStatus.Open) with
        {
            Escalated = true,
            Timeline = [Entry("claim_overdue", "system")],
            Mails = [Mail(MailKind.AnswerLate)],
            Promises = [Promise.Break(Now, "late", _claim.LateBy)],
        });
        return ((ClaimDecision)(await _events.NextAsync(end: null))!, true);
    }

    private async Task<ClaimDecision?> DecisionUntilAsync(DateTimeOffset deadline)
    {
        using var alarm = new Alarm(_context, deadline);
        return (ClaimDecision?)await _events.NextAsync(alarm.Rings);
    }

    private async Task<CaseEnd> AnswerAsync(ClaimVerdict verdict, ClaimDecision? decision, bool escalated)
    {
        var outcome = OrderJson.Name(verdict.Outcome);
        var declined = verdict.Outcome == ClaimOutcome.Declined;
        await RecordAsync(Step(declined ? CaseStatus.Declined : CaseStatus.Accepted) with
        {
            Escalated = escalated,
            EndedAt = Now,
            Verdict = verdict,
            SealedAnswer = decision?.SealedReason,
            Timeline = [Entry($"claim_{outcome}", "shop", ("amount", verdict.Refund?.ToString() ?? ""))],
            Mails = [Mail(MailKind.ClaimAnswered, ("outcome", outcome), ("amount", verdict.Refund?.ToString() ?? ""))],
            Promises = [Promise.Fulfil(Now)],
            Handled = decision is null ? [] : [decision.EventId],
        });
        return ClaimDue.Of(_claim, verdict);
    }

    private PromiseState Promise => new() { Kind = PromiseKind.Answer, Occasion = $"claim:{_claim.ClaimId}", By = _claim.AnswerBy };

    private CaseStep Step(CaseStatus status) => new(_orderId, CaseKind.Claim, _claim.ClaimId, ++_sequence, status);

    private Task RecordAsync(CaseStep step)
    {
        _context.SetCustomStatus(OrderJson.Name(step.Status));
        return _context.CallActivityAsync(nameof(RecordCase), step with { DecidedAt = Now }, Retries.Storage);
    }

    private Task AlertAsync(AlertKind kind, string text) =>
        _context.CallActivityAsync(nameof(RaiseOpsAlert), new OpsAlertRequest(CaseAlerts.Key(kind, _claim.ClaimId), kind, _orderId, text), Retries.Storage);

    private TimelineEntry Entry(string kind, string actor, params (string Name, string Value)[] facts) => new(Now, kind, actor, Facts([("claim", _claim.ClaimId), .. facts]));

    private MailOccasion Mail(MailKind kind, params (string Name, string Value)[] facts) => new(kind, $"claim:{_claim.ClaimId}", Facts(facts));

    private static Dictionary<string, string> Facts((string Name, string Value)[] facts) =>
        facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
}
