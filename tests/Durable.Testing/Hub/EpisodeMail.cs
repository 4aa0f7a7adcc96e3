using DurableTask.Core;
using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>
/// Sorts what has come for an orchestration: what its episode takes, what waits, and what nobody will ever hear of. The rules are those of
/// the official engine on Azure Storage.
/// </summary>
internal sealed class EpisodeMail(HubProcess process, StoredInstance? stored)
{
    /// <summary>A start whose row never came is given up after so many tries.</summary>
    private const int MostStarts = 10;

    /// <summary>A result for an orchestration that is not there is given up after so many tries.</summary>
    private const int MostStrays = 5;

    private ExecutionStartedEvent? _start;

    /// <summary>What the episode takes, in order.</summary>
    public List<HubMessage> Accepted { get; } = [];

    /// <summary>Whether a child is started whose id an older orchestration has.</summary>
    public bool Replaces { get; private set; }

    private bool HasHistory => !Replaces && stored is { History.Count: > 0 };

    private string? ExecutionId => _start is not null ? _start.OrchestrationInstance.ExecutionId : stored?.ExecutionId;

    public void Sort(IEnumerable<HubMessage> batch)
    {
        foreach (var message in batch)
        {
            switch (FateOf(message))
            {
                case Fate.Accepted:
                    Accepted.Add(message);
                    break;
                case Fate.Waits:
                    process.GiveBack(message);
                    break;
                default:
                    process.Delete(message);
                    break;
            }
        }
    }

    /// <summary>The orchestration with what was accepted; from its history, unless a process has it in memory.</summary>
    public Session Open(Session? kept, DateTime now)
    {
        var session =
            HasHistory && kept is not null ? kept : new Session(new OrchestrationRuntimeState(HasHistory ? [.. stored!.History] : []));
        var state = session.State;
        state.NewEvents.Clear();
        state.AddEvent(new OrchestratorStartedEvent(-1) { Timestamp = now });
        foreach (var message in Accepted)
        {
            // A second start is swallowed, and has its episode all the same.
            if (message.Event is not ExecutionStartedEvent || state.ExecutionStartedEvent is null)
                state.AddEvent(message.Event);
        }

        return session;
    }

    private Fate FateOf(HubMessage message) =>
        message.Event switch
        {
            ExecutionStartedEvent { ParentInstance: null } start => FateOfStart(message, start),
            ExecutionStartedEvent start => FateOfChild(start),
            _ when !HasHistory && _start is null => FateOfStray(message),
            _ when message.ExecutionId is { } execution && execution != ExecutionId => Fate.Dropped,
            _ when HasHistory && stored!.HasEnded => Fate.Dropped,
            _ when ScheduledId(message.Event) is { } id && !(HasHistory && stored!.Scheduled(id)) => Fate.Waits,
            _ => Fate.Accepted,
        };

    /// <summary>
    /// A client's start counts only with its row: until that is written it waits; if another start wrote it, this one is void.
    /// </summary>
    private Fate FateOfStart(HubMessage message, ExecutionStartedEvent start)
    {
        if (stored is null || stored.ExecutionId != start.OrchestrationInstance.ExecutionId)
            return message.DequeueCount >= MostStarts || (stored is not null && message.DequeueCount > 1) ? Fate.Dropped : Fate.Waits;
        if (stored.HasEnded)
            return Fate.Dropped;
        _start = start;
        return Fate.Accepted;
    }

    /// <summary>A child is not checked against its row: another execution takes the place of the first.</summary>
    private Fate FateOfChild(ExecutionStartedEvent start)
    {
        Replaces = stored is not null && stored.ExecutionId != start.OrchestrationInstance.ExecutionId && !IsContinued(start);
        if (!Replaces && stored is { HasEnded: true })
            return Fate.Dropped;
        _start = start;
        return Fate.Accepted;
    }

    /// <summary>Whether it is the start of an execution that has meanwhile continued as new.</summary>
    private bool IsContinued(ExecutionStartedEvent start) => stored!.FirstExecutionId == start.OrchestrationInstance.ExecutionId;

    private Fate FateOfStray(HubMessage message)
    {
        if (message.Event is ExecutionTerminatedEvent terminated)
            stored?.Terminate(terminated.Input, process.Now);
        return ScheduledId(message.Event) is not null && message.DequeueCount <= MostStrays ? Fate.Waits : Fate.Dropped;
    }

    /// <summary>What a result or a fired timer belongs to.</summary>
    private static int? ScheduledId(HistoryEvent content) =>
        content switch
        {
            TaskCompletedEvent done => done.TaskScheduledId,
            TaskFailedEvent failed => failed.TaskScheduledId,
            SubOrchestrationInstanceCompletedEvent done => done.TaskScheduledId,
            SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
            TimerFiredEvent fired => fired.TimerId,
            _ => null,
        };

    private enum Fate
    {
        Accepted,
        Waits,
        Dropped,
    }
}
