using System.Collections.Concurrent;
using System.Globalization;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>What one instance tells others: starts of children, events, its own result. Named after the execution and the decision, so that a repetition is recognised.</summary>
internal sealed class OutgoingMessages(HubEngine hub)
{
    /// <param name="memory">What is stored of the sender.</param>
    /// <returns>The children that were created: to be set going once it is stored that they were called.</returns>
    public async Task<IReadOnlyCollection<CreatedChild>> SendAsync(InstanceMemory memory, ExecutionStarted sender, IReadOnlyList<HistoryEvent> decisions, Completion? completion, CancellationToken cancellation)
    {
        var created = new ConcurrentQueue<CreatedChild>();
        var children = decisions.OfType<SubOrchestrationInstanceCreated>().ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = hub.Options.MaxParallelSends, CancellationToken = cancellation };
        if (children.Length > 1 && parallel.MaxDegreeOfParallelism > 1)
        {
            await Parallel.ForEachAsync(children, parallel, async (child, token) => await CreateChildAsync(memory, sender, child, created, token));
        }
        else
        {
            // One after the other on the caller's own thread: simulations run on one.
            foreach (var child in children)
                await CreateChildAsync(memory, sender, child, created, cancellation);
        }

        // Events to one instance keep their order.
        foreach (var sent in decisions.OfType<EventSent>())
            await SendEventAsync(sender, sent, cancellation);

        if (completion is not null && sender.Parent is { } parent)
            await AnswerAsync(parent, completion, cancellation);
        return created;
    }

    /// <summary>Ends the children that are not finished.</summary>
    public async Task TerminateChildrenAsync(InstanceMemory memory, CancellationToken cancellation)
    {
        foreach (var child in memory.Open.OfType<SubOrchestrationInstanceCreated>())
        {
            if (await IsRunningAsync(child.InstanceId, cancellation))
                await hub.SendAsync(child.InstanceId, $"{memory.ExecutionId}:terminate", new ExecutionTerminated(hub.Now, null, Recursive: true), cancellation);
        }
    }

    private async Task SendEventAsync(ExecutionStarted sender, EventSent sent, CancellationToken cancellation)
    {
        if (await IsRunningAsync(sent.InstanceId, cancellation))
            await hub.SendAsync(sent.InstanceId, NameOf(sender.ExecutionId, sent.EventId), new EventRaised(hub.Now, sent.Name, sent.Input), cancellation);
    }

    private async Task CreateChildAsync(InstanceMemory memory, ExecutionStarted sender, SubOrchestrationInstanceCreated created, ConcurrentQueue<CreatedChild> children, CancellationToken cancellation)
    {
        var parent = new ParentInstance(sender.Name, sender.Version, sender.InstanceId, sender.ExecutionId, created.EventId);
        var start = new ExecutionStarted(
            hub.Now,
            created.InstanceId,
            DeterministicGuid.Create(NameOf(sender.ExecutionId, created.EventId)).ToString("N"),
            created.Name,
            created.Version,
            created.Input,
            parent,
            created.Tags,
            null,
            sender.TraceParent);
        var outcome = await hub.Store.CreateInstanceAsync(start, OrchestrationStatusExtensions.Final, cancellation);
        if (outcome.Result == CreateResult.Exists && await IsUncalledAsync(memory, created.InstanceId, parent, cancellation))
        {
            await hub.Store.PurgeAsync(created.InstanceId, cancellation);
            outcome = await hub.Store.CreateInstanceAsync(start, OrchestrationStatusExtensions.Final, cancellation);
        }

        if (outcome.Result == CreateResult.Created || await IsOursAsync(created.InstanceId, parent, cancellation))
        {
            children.Enqueue(new CreatedChild(created.InstanceId, outcome.State));
            return;
        }

        hub.Logger.LogWarning("{Parent} calls child {Child}, which exists and is {Status}", sender.InstanceId, created.InstanceId, outcome.Existing);
        var message = $"An orchestration instance with the id '{created.InstanceId}' exists already and is {outcome.Existing}.";
        var failure = new TaskFailureDetails("OrchestrationAlreadyExists", message, null, null, null);
        var refusal = new SubOrchestrationInstanceFailed(hub.Now, created.EventId, failure);
        await hub.SendAsync(sender.InstanceId, NameOf(sender.ExecutionId, created.EventId), refusal, cancellation);
    }

    /// <summary>Whether the child that is in the way is the one that an earlier attempt at this step has created, and that has continued as new since.</summary>
    private async Task<bool> IsOursAsync(string childId, ParentInstance parent, CancellationToken cancellation) =>
        await hub.Store.LoadAsync(childId, cancellation) is { } state && state.Start.Parent == parent;

    /// <summary>Whether the child that is in the way was created by an attempt at a step of the same sender that was never stored, and decided otherwise: it has not run, and never will.</summary>
    private async Task<bool> IsUncalledAsync(InstanceMemory memory, string childId, ParentInstance parent, CancellationToken cancellation) =>
        await hub.Store.LoadAsync(childId, cancellation) is { History.Count: 0, Start.Parent: { } creator }
        && creator.InstanceId == parent.InstanceId
        && creator.ExecutionId == parent.ExecutionId
        && creator.TaskScheduledId != parent.TaskScheduledId
        && !memory.Open.OfType<SubOrchestrationInstanceCreated>().Any(called => called.InstanceId == childId);

    private Task AnswerAsync(ParentInstance parent, Completion completion, CancellationToken cancellation)
    {
        HistoryEvent answer = completion.Status == OrchestrationStatus.Completed
            ? new SubOrchestrationInstanceCompleted(hub.Now, parent.TaskScheduledId, completion.Result)
            : new SubOrchestrationInstanceFailed(hub.Now, parent.TaskScheduledId, completion.Failure ?? Terminated(completion));
        return hub.SendAsync(parent.InstanceId, NameOf(parent.ExecutionId, parent.TaskScheduledId), answer, cancellation);
    }

    private static TaskFailureDetails Terminated(Completion completion) =>
        new("OrchestrationTerminated", $"The sub-orchestration was terminated: {completion.Result ?? "no reason given"}.", null, null, null);

    private async Task<bool> IsRunningAsync(string instanceId, CancellationToken cancellation) =>
        hub.IsAlive(instanceId) || (await hub.Store.GetRowAsync(instanceId, withPayloads: false, cancellation) is { } row && !row.Status.IsFinal());

    private static string NameOf(string executionId, int eventId) => string.Create(CultureInfo.InvariantCulture, $"{executionId}:{eventId}");
}

/// <param name="State">As it was created, to spare it the first load; null if an earlier attempt had created it.</param>
internal sealed record CreatedChild(string InstanceId, InstanceState? State);
