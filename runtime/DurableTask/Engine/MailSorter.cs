using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Tells mail that is new from repetitions, and from answers to executions that are over.</summary>
internal static class MailSorter
{
    /// <summary>What of the mail is new: everything else is a repetition, or meant for a former execution.</summary>
    public static List<HistoryEvent> Accept(Turn turn, List<Mail> mail)
    {
        var memory = turn.Memory;
        List<Mail> items = [.. memory.Deferred, .. mail];
        memory.Deferred.Clear();
        var news = new List<HistoryEvent>(items.Count);
        foreach (var item in items)
        {
            if (item.Event is null)
                continue;
            if (IsAhead(memory, item))
            {
                memory.Deferred.Add(item);
                continue;
            }

            if (IsNew(memory, item))
                news.Add(item.Inbox is { } inbox ? item.Event with { MessageId = inbox.DedupeId } : item.Event);
            if (item.Inbox is not null)
                turn.Consumed.Add(item.Inbox);
        }

        return news;
    }

    private static bool IsNew(InstanceMemory memory, Mail item) => item.Event switch
    {
        TaskCompleted completed => item.ExecutionId == memory.ExecutionId && memory.Close<TaskScheduled>(completed.TaskScheduledId),
        TaskFailed failed => item.ExecutionId == memory.ExecutionId && memory.Close<TaskScheduled>(failed.TaskScheduledId),
        TimerFired fired => item.ExecutionId == memory.ExecutionId && memory.Session?.IsOpen(fired.TimerId) == true && memory.Close<TimerCreated>(fired.TimerId),
        SubOrchestrationInstanceCompleted completed => IsOwn(memory, item) && memory.Close<SubOrchestrationInstanceCreated>(completed.TaskScheduledId),
        SubOrchestrationInstanceFailed failed => IsOwn(memory, item) && memory.Close<SubOrchestrationInstanceCreated>(failed.TaskScheduledId),
        _ => item.Inbox is null || memory.See(item.Inbox.DedupeId),
    };

    /// <summary>A child's result names the execution that called it, so that a later execution does not take it for its own.</summary>
    private static bool IsOwn(InstanceMemory memory, Mail item) =>
        item.Inbox is { } inbox && memory.IsOwn(inbox.DedupeId[..inbox.DedupeId.LastIndexOf(':')]);

    /// <summary>Whether it answers a child whose creation is not stored yet: the step that creates it is being repeated after a crash.</summary>
    public static bool IsAhead(InstanceMemory memory, Mail item) => item.Event switch
    {
        SubOrchestrationInstanceCompleted completed => IsOwn(memory, item) && memory.IsAhead(completed.TaskScheduledId),
        SubOrchestrationInstanceFailed failed => IsOwn(memory, item) && memory.IsAhead(failed.TaskScheduledId),
        _ => false,
    };
}
