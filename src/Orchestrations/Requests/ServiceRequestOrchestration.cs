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
    private readonly ServiceRequest _request;
    private readonly CaseJournal _journal;
    private readonly AnswerWait<ServiceReply> _wait;

    private ServiceRequestOrchestration(TaskOrchestrationContext context)
    {
        (var orderId, _request) =
            context.GetInput<RequestCase>() ?? throw new InvalidOperationException("A request's orchestration starts with its request.");
        _journal = new(context, orderId, CaseKind.Request, _request.RequestId);
        _wait = new(context, _journal, new EventFeed(context).On<ServiceReply>(OrderEvents.ServiceReply, reply => reply.EventId));
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
            step => step with { Escalated = _wait.IsOverdue, EndedAt = _journal.Now, SealedAnswer = reply.SealedAnswer }
        );
        return CaseEnd.Nothing(CaseKind.Request, _request.RequestId);
    }

    private async Task<ServiceReply> WaitForReplyAsync()
    {
        var reply =
            await _wait.InTimeAsync(
                _request.RemindAt,
                Promise,
                _request.LateBy,
                (AlertKind.RequestWaits, "A customer's request waits for an answer: half of the time is over."),
                (AlertKind.RequestOverdue, "A customer's request was not answered in time."),
                TimelineKind.RequestOverdue
            ) ?? await _wait.UntilAsync(_request.LateBy);
        if (reply is not null)
        {
            return reply;
        }

        await _journal.AlertAsync(AlertKind.RequestOverdueAgain, "A customer's request was not answered by the second date either.");
        return await _wait.NextAsync();
    }
}
