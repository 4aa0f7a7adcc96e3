using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>Turns what an orchestration has decided into history and messages, as the official dispatcher does.</summary>
internal sealed class EpisodeActions(HubProcess process, OrchestrationRuntimeState state, List<Outgoing> outgoing)
{
    private readonly DateTime _now = process.Now.UtcDateTime;

    /// <summary>Applies the decisions of an episode.</summary>
    /// <returns>The state of the next execution if the orchestration continues as new; null if not.</returns>
    public OrchestrationRuntimeState? Take(OrchestratorExecutionResult decided)
    {
        state.Status = decided.CustomStatus;
        OrchestrationRuntimeState? next = null;
        foreach (var action in decided.Actions)
        {
            switch (action)
            {
                case ScheduleTaskOrchestratorAction task:
                    Schedule(task);
                    break;
                case CreateTimerOrchestratorAction timer:
                    Schedule(timer);
                    break;
                case CreateSubOrchestrationAction child:
                    Start(child);
                    break;
                case SendEventOrchestratorAction sent:
                    Send(sent);
                    break;
                case OrchestrationCompleteOrchestratorAction { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } again:
                    next = ContinueAsNew(again);
                    break;
                case OrchestrationCompleteOrchestratorAction end:
                    Complete(end);
                    break;
                default:
                    throw new NotSupportedException($"The test hub does not know {action.GetType().Name}.");
            }
        }

        if (next is null)
            Add(new OrchestratorCompletedEvent(-1));
        return next;
    }

    private OrchestrationInstance Self => state.OrchestrationInstance!;

    private void Schedule(ScheduleTaskOrchestratorAction task)
    {
        var scheduled = new TaskScheduledEvent(task.Id, task.Name!, task.Version, task.Input) { Tags = task.Tags };
        Add(scheduled);
        outgoing.Add(new Outgoing(Self.InstanceId, Self.ExecutionId, scheduled, process.Now));
    }

    private void Schedule(CreateTimerOrchestratorAction timer)
    {
        Add(new TimerCreatedEvent(timer.Id) { FireAt = timer.FireAt });
        var due = new DateTimeOffset(timer.FireAt.ToUniversalTime());
        var fired = Stamped(new TimerFiredEvent(-1, timer.FireAt) { TimerId = timer.Id });
        outgoing.Add(new Outgoing(Self.InstanceId, Self.ExecutionId, fired, due - process.Options.TimerEarly(due)));
    }

    private void Start(CreateSubOrchestrationAction child)
    {
        Add(
            new SubOrchestrationInstanceCreatedEvent(child.Id)
            {
                Name = child.Name,
                Version = child.Version,
                InstanceId = child.InstanceId,
                Input = child.Input,
                Tags = child.Tags,
            }
        );
        var started = new ExecutionStartedEvent(-1, child.Input)
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = child.InstanceId, ExecutionId = process.Hub.NewId() },
            ParentInstance = new ParentInstance
            {
                OrchestrationInstance = Self,
                Name = state.Name,
                Version = state.Version,
                TaskScheduleId = child.Id,
            },
            Name = child.Name,
            Version = child.Version,
            Tags = child.Tags,
        };
        outgoing.Add(new Outgoing(child.InstanceId!, started.OrchestrationInstance.ExecutionId, Stamped(started), process.Now));
    }

    private void Send(SendEventOrchestratorAction sent)
    {
        Add(
            new EventSentEvent(sent.Id)
            {
                InstanceId = sent.Instance!.InstanceId,
                Name = sent.EventName,
                Input = sent.EventData,
            }
        );
        outgoing.Add(
            new Outgoing(
                sent.Instance.InstanceId,
                ExecutionId: null,
                Stamped(new EventRaisedEvent(-1, sent.EventData) { Name = sent.EventName }),
                process.Now
            )
        );
    }

    private void Complete(OrchestrationCompleteOrchestratorAction end)
    {
        Add(new ExecutionCompletedEvent(end.Id, end.Result, end.OrchestrationStatus, end.FailureDetails));
        if (state.ParentInstance is not { } parent)
            return;
        HistoryEvent told =
            end.OrchestrationStatus == OrchestrationStatus.Completed
                ? new SubOrchestrationInstanceCompletedEvent(-1, parent.TaskScheduleId, end.Result)
                : new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, end.Result, end.Details, end.FailureDetails);
        outgoing.Add(
            new Outgoing(parent.OrchestrationInstance.InstanceId, parent.OrchestrationInstance.ExecutionId, Stamped(told), process.Now)
        );
    }

    private OrchestrationRuntimeState ContinueAsNew(OrchestrationCompleteOrchestratorAction again)
    {
        var started = new ExecutionStartedEvent(-1, again.Result)
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = Self.InstanceId, ExecutionId = process.Hub.NewId() },
            Tags = state.Tags,
            ParentInstance = state.ParentInstance,
            Name = state.Name,
            Version = again.NewVersion ?? state.Version,
        };
        var next = new OrchestrationRuntimeState { Status = state.Status };
        next.AddEvent(Stamped(new OrchestratorStartedEvent(-1)));
        next.AddEvent(Stamped(started));
        foreach (var carried in again.CarryoverEvents)
            next.AddEvent(carried);
        next.AddEvent(Stamped(new OrchestratorCompletedEvent(-1)));
        return next;
    }

    private void Add(HistoryEvent happened) => state.AddEvent(Stamped(happened));

    private HistoryEvent Stamped(HistoryEvent happened)
    {
        happened.Timestamp = _now;
        return happened;
    }
}
