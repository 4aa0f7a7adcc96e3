using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Requests;

/// <summary>One after-sales request, from being taken up to its answer.</summary>
public sealed class ServiceRequestOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly ServiceRequest _request;
    private readonly CaseJournal _journal;
    private readonly EventFeed _events;
    private bool _overdue;

    private ServiceRequestOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        (var orderId, _request) =
            context.GetInput<RequestCase>() ?? throw new InvalidOperationException("A request's orchestration starts with its request.");
        _journal = new(context, orderId, CaseKind.Request, _request.RequestId);
        _events = new EventFeed(context).On<ServiceReply>(OrderEvents.ServiceReply, reply => reply.EventId);
    }

    private PromiseState Promise => _journal.AnswerBy(_request.AnswerBy);

    [Function(nameof(ServiceRequestOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new ServiceRequestOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        _journal.MailCase(MailKind.RequestReceived);
        _journal.Promise(Promise);
        await _journal.WriteAsync(CaseStatus.Open);

        var reply = await WaitForReplyAsync();

        _journal.TellCase(TimelineKind.RequestAnswered, Actor.Shop);
        _journal.MailCase(MailKind.RequestAnswered);
        _journal.Promise(Promise.Fulfil(_journal.Now));
        _journal.Handled(reply.EventId);
        await _journal.WriteAsync(
            CaseStatus.Answered,
            step => step with { Escalated = _overdue, EndedAt = _journal.Now, SealedAnswer = reply.SealedAnswer }
        );
        return CaseEnd.Nothing(CaseKind.Request, _request.RequestId);
    }

    /// <summary>
    /// A person answers. Operations are reminded at half-time; when the time is over it is escalated, and the customer hears of it with a
    /// new date. Only a person can answer it, however long that takes.
    /// </summary>
    private async Task<ServiceReply> WaitForReplyAsync()
    {
        if (await ReplyUntilAsync(_request.RemindAt) is { } prompt)
        {
            return prompt;
        }

        await _journal.AlertAsync(AlertKind.RequestWaits, "A customer's request waits for an answer: half of the time is over.");
        if (await ReplyUntilAsync(_request.AnswerBy) is { } timely)
        {
            return timely;
        }

        _overdue = true;
        await _journal.AlertAsync(AlertKind.RequestOverdue, "A customer's request was not answered in time.");
        _journal.TellCase(TimelineKind.RequestOverdue, Actor.System);
        _journal.MailCase(MailKind.AnswerLate);
        _journal.Promise(Promise.Break(_journal.Now, "late", _request.LateBy));
        await _journal.WriteAsync(CaseStatus.Open, step => step with { Escalated = true });
        if (await ReplyUntilAsync(_request.LateBy) is { } late)
        {
            return late;
        }

        await _journal.AlertAsync(AlertKind.RequestOverdueAgain, "A customer's request was not answered by the second date either.");
        return (ServiceReply)(await _events.NextAsync(end: null))!;
    }

    private async Task<ServiceReply?> ReplyUntilAsync(DateTimeOffset deadline)
    {
        using var timer = new DurableTimer(_context, deadline);
        return (ServiceReply?)await _events.NextAsync(timer.Fired);
    }
}
