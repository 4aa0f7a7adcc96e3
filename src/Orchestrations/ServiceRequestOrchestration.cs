using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>One after-sales request, from being taken up to its answer.</summary>
public sealed class ServiceRequestOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly RequestCase _case;
    private readonly ServiceRequest _request;
    private readonly EventFeed _events;
    private bool _overdue;
    private int _sequence;

    private ServiceRequestOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _case = context.GetInput<RequestCase>() ?? throw new InvalidOperationException("A request's orchestration starts with its request.");
        _request = _case.Filed;
        _events = new EventFeed(context).On<ServiceReply>(OrderEvents.ServiceReply, reply => reply.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    [Function(nameof(ServiceRequestOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => new ServiceRequestOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        await RecordAsync(Step(CaseStatus.Open) with { Mails = [Mail(MailKind.RequestReceived)], Promises = [Promise] });
        var reply = await WaitForReplyAsync();
        await RecordAsync(Step(CaseStatus.Answered) with
        {
            EndedAt = Now,
            SealedAnswer = reply.SealedAnswer,
            Timeline = [Entry("request_answered", "shop")],
            Mails = [Mail(MailKind.RequestAnswered)],
            Promises = [Promise.Fulfil(Now)],
            Handled = [reply.EventId],
        });
        return CaseEnd.Nothing(CaseKind.Request, _request.RequestId);
    }

    /// <summary>A person answers. Operations are reminded at half-time; when the time is over it is escalated, and the customer hears of it with a new date. Only a person can answer it, however long that takes.</summary>
    private async Task<ServiceReply> WaitForReplyAsync()
    {
        if (await ReplyUntilAsync(_request.RemindAt) is { } prompt)
        {
            return prompt;
        }

        await AlertAsync(AlertKind.RequestWaits, "A customer's request waits for an answer: half of the time is over.");
        if (await ReplyUntilAsync(_request.AnswerBy) is { } timely)
        {
            return timely;
        }

        _overdue = true;
        await AlertAsync(AlertKind.RequestOverdue, "A customer's request was not answered in time.");
        await RecordAsync(Step(CaseStatus.Open) with
        {
            Timeline = [Entry("request_overdue", "system")],
            Mails = [Mail(MailKind.AnswerLate)],
            Promises = [Promise.Break(Now, "late", _request.LateBy)],
        });
        if (await ReplyUntilAsync(_request.LateBy) is { } late)
        {
            return late;
        }

        await AlertAsync(AlertKind.RequestOverdueAgain, "A customer's request was not answered by the second date either.");
        return (ServiceReply)(await _events.NextAsync(end: null))!;
    }

    private async Task<ServiceReply?> ReplyUntilAsync(DateTimeOffset deadline)
    {
        using var alarm = new Alarm(_context, deadline);
        return (ServiceReply?)await _events.NextAsync(alarm.Rings);
    }

    private PromiseState Promise => new() { Kind = PromiseKind.Answer, Occasion = $"request:{_request.RequestId}", By = _request.AnswerBy };

    private CaseStep Step(CaseStatus status) => new(_case.OrderId, CaseKind.Request, _request.RequestId, ++_sequence, status) { Escalated = _overdue };

    private Task RecordAsync(CaseStep step)
    {
        _context.SetCustomStatus(OrderJson.Name(step.Status));
        return _context.CallActivityAsync(nameof(RecordCase), step with { DecidedAt = Now }, Retries.Storage);
    }

    private Task AlertAsync(AlertKind kind, string text) =>
        _context.CallActivityAsync(nameof(RaiseOpsAlert), new OpsAlertRequest(CaseAlerts.Key(kind, _request.RequestId), kind, _case.OrderId, text), Retries.Storage);

    private TimelineEntry Entry(string kind, string actor) => new(Now, kind, actor, new Dictionary<string, string>(StringComparer.Ordinal) { ["request"] = _request.RequestId });

    private MailOccasion Mail(MailKind kind) => new(kind, $"request:{_request.RequestId}");
}
