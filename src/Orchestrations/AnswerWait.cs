using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// The wait for a person's answer to a case. Operations are reminded at half-time; when the time is over the case is escalated, and the
/// customer hears of it with a new date. Only a person can answer it, however long that takes.
/// </summary>
internal sealed class AnswerWait<TAnswer>(TaskOrchestrationContext context, CaseJournal journal, EventFeed events)
    where TAnswer : class
{
    /// <summary>The time was over before there was an answer.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>The answer; null if there was none in time: then it is overdue.</summary>
    public async Task<TAnswer?> InTimeAsync(
        DateTimeOffset remindAt,
        PromiseState promise,
        DateTimeOffset lateBy,
        (AlertKind Kind, string Text) reminder,
        (AlertKind Kind, string Text) overdue,
        TimelineKind told
    )
    {
        if (await UntilAsync(remindAt) is { } prompt)
        {
            return prompt;
        }

        await journal.AlertAsync(reminder.Kind, reminder.Text);
        if (await UntilAsync(promise.By) is { } timely)
        {
            return timely;
        }

        IsOverdue = true;
        await journal.AlertAsync(overdue.Kind, overdue.Text);
        journal.TellCase(told, Actor.System);
        journal.MailCase(MailKind.AnswerLate);
        journal.Promise(promise.Break(journal.Now, ReasonCode.Late, lateBy));
        await journal.WriteAsync(CaseStatus.Open, step => step with { Escalated = true });
        return null;
    }

    /// <summary>The answer; null if there was none by then.</summary>
    public async Task<TAnswer?> UntilAsync(DateTimeOffset deadline)
    {
        using var timer = new DurableTimer(context, deadline);
        return (TAnswer?)await events.NextAsync(timer.Fired);
    }

    /// <summary>The answer, however long it takes.</summary>
    public async Task<TAnswer> NextAsync() => (TAnswer)(await events.NextAsync(end: null))!;
}
