using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>
/// Takes a failed orchestration back to before the last failure that it saw. The code is deterministic, so its history cut at the beginning of a step is a state it has been in;
/// what it decided after that is decided anew. Events that were raised later are kept. A child that failed is taken back, too, and answers when it ends this time.
/// </summary>
internal sealed class Rewinder(HubEngine hub)
{
    public async Task RewindAsync(string instanceId, string reason, CancellationToken cancellation)
    {
        var state = await hub.Store.LoadAsync(instanceId, cancellation)
            ?? throw new ArgumentException($"There is no orchestration instance with the id '{instanceId}'.", nameof(instanceId));
        if (state.Row.Status != OrchestrationStatus.Failed)
            throw new InvalidOperationException($"The orchestration instance with the id '{instanceId}' is {state.Row.Status}; only a failed one is rewound.");
        var history = state.History.ToList();
        var failure = history.FindLastIndex(item => item is TaskFailed or SubOrchestrationInstanceFailed);
        if (failure < 0)
            throw new InvalidOperationException($"The orchestration instance with the id '{instanceId}' failed in its own code, not in an activity or child: there is nothing to try again.");

        var executionId = DeterministicGuid.Create($"{state.Row.ExecutionId}:rewound").ToString("N");
        await WriteAsync(state, Cut(history, failure, executionId), executionId, reason, cancellation);
        if (history[failure] is SubOrchestrationInstanceFailed failed
            && history.OfType<SubOrchestrationInstanceCreated>().FirstOrDefault(created => created.EventId == failed.TaskScheduledId) is { } child
            && await hub.Store.GetRowAsync(child.InstanceId, withPayloads: false, cancellation) is { Status: OrchestrationStatus.Failed })
        {
            await RewindAsync(child.InstanceId, reason, cancellation);
        }

        hub.Waiters.Changed(instanceId);
        hub.Post(instanceId, null, reload: true);
    }

    /// <summary>The history up to the step that saw the failure, and what else of use came since.</summary>
    private static List<HistoryEvent> Cut(List<HistoryEvent> history, int failure, string executionId)
    {
        var step = history.FindLastIndex(failure, item => item is OrchestratorStarted);
        var kept = history.Take(step).Select(item => item is ExecutionStarted start ? start with { ExecutionId = executionId } : item).ToList();
        var open = kept.Where(item => item is TaskScheduled or SubOrchestrationInstanceCreated or TimerCreated).Select(item => item.EventId).ToHashSet();
        var later = history.Skip(step).Where(item => item switch
        {
            EventRaised => true,
            TaskCompleted completed => open.Contains(completed.TaskScheduledId),
            SubOrchestrationInstanceCompleted completed => open.Contains(completed.TaskScheduledId),
            TimerFired fired => open.Contains(fired.TimerId),
            _ => false,
        }).ToList();
        if (later.Count > 0)
            kept.AddRange([history[step], .. later]); // No OrchestratorCompleted: the next step plays them as new.
        return kept;
    }

    private async Task WriteAsync(InstanceState state, List<HistoryEvent> events, string executionId, string reason, CancellationToken cancellation)
    {
        events.Insert(0, new GenericEvent(-1, hub.Now, InstanceMemory.RewoundMark + state.Row.ExecutionId));
        hub.Logger.LogInformation("{Instance} is rewound: {Reason}", state.Row.InstanceId, reason);
        await hub.Store.CheckpointAsync(
            new Checkpoint
            {
                InstanceId = state.Row.InstanceId,
                ExecutionId = executionId,
                Token = state.Token,
                Position = 0,
                NewEvents = events,
                IsNewExecution = true,
                Row = state.Row with
                {
                    ExecutionId = executionId,
                    Status = OrchestrationStatus.Running,
                    Output = null,
                    Failure = null,
                    CompletedTime = null,
                    LastUpdatedTime = hub.Now,
                },
            },
            cancellation);
    }
}
