using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>The only writer of a claim, return or request.</summary>
internal sealed class CaseJournal(TaskOrchestrationContext context, string orderId, CaseKind kind, string caseId) : StepJournal(context)
{
    private readonly List<PromiseState> _promises = [];
    private int _sequence;

    /// <summary>Names what is done once for this case.</summary>
    public string Reference { get; } = $"{OrderJson.Name(kind)}:{caseId}";

    /// <summary>A line of the order's timeline about this case.</summary>
    public void TellCase(TimelineKind what, Actor actor, params IReadOnlyList<(string Name, string Value)> facts) =>
        Tell(what, actor, [(kind == CaseKind.Return ? "rma" : OrderJson.Name(kind), caseId), .. facts]);

    public void MailCase(MailKind mail, params IReadOnlyList<(string Name, string Value)> facts) => Mail(mail, Reference, facts);

    /// <summary>What the customer was promised changes.</summary>
    public void Promise(PromiseState promise) => _promises.Add(promise);

    /// <summary>The promise of an answer by then.</summary>
    public PromiseState AnswerBy(DateTimeOffset time) =>
        new()
        {
            Kind = PromiseKind.Answer,
            Reference = Reference,
            By = time,
        };

    /// <summary>Writes down all that was said since the last step.</summary>
    /// <param name="also">What else of the case changes.</param>
    public Task WriteAsync(CaseStatus status, Func<CaseStep, CaseStep>? also = null)
    {
        Context.SetCustomStatus(OrderJson.Name(status));
        var said = TakeSaid();
        var step = new CaseStep(orderId, kind, caseId, ++_sequence, status)
        {
            DecidedAt = Now,
            Timeline = said.Timeline,
            Mails = said.Mails,
            Promises = [.. _promises],
            Handled = said.Handled,
            EndedAlerts = said.EndedAlerts,
        };
        _promises.Clear();
        return Context.CallActivityAsync(nameof(RecordCase), also?.Invoke(step) ?? step, Retries.Storage);
    }

    /// <summary>Raises an alert for operations, once for each kind of alert.</summary>
    public Task AlertAsync(AlertKind alert, string text) =>
        RaiseAlertAsync(new OpsAlertRequest(CaseAlerts.Key(alert, caseId), alert, orderId, text));

    /// <summary>What an alert was about has come about by itself, once this is written down.</summary>
    public void EndAlert(AlertKind alert) => EndAlert(CaseAlerts.Key(alert, caseId));
}
