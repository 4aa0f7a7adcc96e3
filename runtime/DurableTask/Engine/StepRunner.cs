using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>
/// Runs one step of one instance: mail in, one turn of its code, outgoing messages, one checkpoint, then the work that was decided. Outgoing messages go before the checkpoint,
/// under names that a repetition gives again, so that a crash between the two repeats them and loses none.
/// </summary>
internal sealed class StepRunner(HubEngine hub, ReplaySettings replay)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RejectedPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ParkedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UncalledPause = TimeSpan.FromSeconds(5);

    private readonly OutgoingMessages _outgoing = new(hub);

    [SuppressMessage("Design", "CA1031", Justification = "A step that fails for whatever reason is tried again, and fails its own instance only.")]
    public async Task RunAsync(Instance instance, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var mail = instance.TakeMail(hub.Options.MaxMessagesPerStep);
        var again = false;
        DateTime? later = null;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            again = await StepAsync(instance, mail, cancellation);
            (instance.Failures, instance.OwnFailures) = (0, 0);
        }
        catch (PostponedException e)
        {
            (instance.Memory, later) = (null, e.Until);
            instance.PutBack([.. mail.Where(item => item.Inbox is null && item.Event is not null)]);
        }
        catch (Exception e)
        {
            instance.Memory = null;
            instance.PutBack(mail);
            later = await FailedAsync(instance, e, cancellation);
        }

        EngineTelemetry.Stepped(Stopwatch.GetElapsedTime(begun));
        hub.Rest(instance, again, later is not null);
        if (later is { } due && due < DateTime.MaxValue)
            hub.WakeAt(instance.Id, due);
    }

    /// <returns>Whether the instance must run again at once.</returns>
    private async Task<bool> StepAsync(Instance instance, List<Mail> mail, CancellationToken cancellation)
    {
        var isFresh = instance.Memory is null;
        if (isFresh && !await LoadAsync(instance, mail, cancellation))
            return false;

        var memory = instance.Memory!;
        var turn = new Turn(memory, hub.Now);
        if (memory.Row.Status.IsFinal())
        {
            turn.Consumed.AddRange(Stored(mail));
            await TidyAsync(turn, cancellation);
            Forget(instance, memory);
            return false;
        }

        RequireItsTime(turn, mail);
        if (memory is { Position: 0, Start.Parent: { } parent } && !instance.IsCalled && !await IsCalledAsync(instance.Id, parent, cancellation))
        {
            hub.Logger.LogWarning("{Child} is removed: {Parent} was about to call it when its step was repeated, and decided otherwise", instance.Id, parent.InstanceId);
            await hub.Store.PurgeAsync(instance.Id, cancellation);
            instance.Memory = null;
            return false;
        }

        Work(turn, instance, mail);
        if (turn.Events.Count == 0 && turn.ChangedRow() is null)
            await TidyAsync(turn, cancellation);
        else
            await StoreAsync(turn, instance, cancellation);

        return Continue(turn, instance);
    }

    /// <summary>Reads the instance and its inbox. False if there is no such instance: its mail is void.</summary>
    private async Task<bool> LoadAsync(Instance instance, List<Mail> mail, CancellationToken cancellation)
    {
        var state = await hub.Store.LoadAsync(instance.Id, cancellation);
        if (state is null)
            return false;

        instance.Memory = new InstanceMemory(state);
        var known = mail.Where(item => item.Inbox is not null).Select(item => item.Inbox!.Id).ToHashSet(StringComparer.Ordinal);
        mail.AddRange(state.Inbox.Where(message => !known.Contains(message.Id)).Select(message => new Mail(message.Event, Inbox: message)));

        // Stored messages in the order of their acceptance, after what the engine itself has to say.
        var sorted = mail.OrderBy(item => item.Inbox?.Id ?? string.Empty, StringComparer.Ordinal).ToArray();
        mail.Clear();
        mail.AddRange(sorted);
        return true;
    }

    /// <summary>
    /// Whether a child that has not begun was called. It is created before the step that calls it is stored; if that step is repeated (after a crash, or by another process) and has heard more by then, it may
    /// decide otherwise, and then nobody has called the child.
    /// </summary>
    /// <exception cref="PostponedException">The step is not stored yet.</exception>
    private async Task<bool> IsCalledAsync(string childId, ParentInstance parent, CancellationToken cancellation)
    {
        if (await hub.Store.LoadAsync(parent.InstanceId, cancellation) is not { } caller)
            return false;

        // An execution that has been followed by another has stored all that it decided.
        if (caller.Start.ExecutionId != parent.ExecutionId || caller.History.OfType<SubOrchestrationInstanceCreated>().Any(created => created.EventId == parent.TaskScheduledId && created.InstanceId == childId))
            return true;
        if (caller.Row.Status.IsFinal() || caller.History.Any(decided => decided.EventId >= parent.TaskScheduledId))
            return false;
        throw new PostponedException(hub.Now + UncalledPause);
    }

    /// <summary>An instance may have to wait: for its start time, or for a worker of its version.</summary>
    private void RequireItsTime(Turn turn, List<Mail> mail)
    {
        var start = turn.Memory.Start;
        if (turn.Memory.Position == 0 && start.ScheduledStartTime is { } due && due > turn.Now && !mail.Exists(item => item.Event is ExecutionTerminated))
            throw new PostponedException(due);
        if (hub.Options.Versioning is not { } versioning || Runs(versioning, start.Version ?? string.Empty))
            return;
        if (versioning.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Reject)
            throw new PostponedException(turn.Now + RejectedPause);
        var message = $"The version '{start.Version}' of the orchestration does not match the worker's version '{versioning.Version}' ({versioning.MatchStrategy}).";
        turn.Completion = new Completion(-1, OrchestrationStatus.Failed, null, new TaskFailureDetails("VersionMismatch", message, null, null, null));
    }

    private static bool Runs(DurableTaskWorkerOptions.VersioningOptions versioning, string version) => versioning.MatchStrategy switch
    {
        DurableTaskWorkerOptions.VersionMatchStrategy.Strict => TaskOrchestrationVersioningUtils.CompareVersions(version, versioning.Version) == 0,
        DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder => TaskOrchestrationVersioningUtils.CompareVersions(version, versioning.Version) <= 0,
        _ => true,
    };

    /// <summary>Runs the code on what is new, and collects what will be stored.</summary>
    private void Work(Turn turn, Instance instance, List<Mail> mail)
    {
        var memory = turn.Memory;
        var isStart = memory.Position == 0;
        var fault = mail.Find(item => item.Fault is not null && (item.ExecutionId is null || item.ExecutionId == memory.ExecutionId))?.Fault;
        var tail = turn.Completion is null && fault is null && (mail.Exists(item => item.Event is not null) || isStart || EndsOpen(memory.History))
            ? Revive(turn)
            : [];
        var news = MailSorter.Accept(turn, mail);
        if (turn.Completion is null && fault is not null)
        {
            turn.Completion = new Completion(-1, OrchestrationStatus.Failed, null, TaskFailureDetails.FromException(new NonDeterministicOrchestrationException(fault)));
        }

        if (!isStart && news.Count == 0 && tail.Count == 0 && turn.Completion is null)
            return;

        turn.Events.Add(new OrchestratorStarted(turn.Now));
        if (isStart && !news.Exists(item => item is ExecutionTerminated))
            turn.Events.Add(memory.Start);
        turn.Events.AddRange(news);
        if (isStart && news.Exists(item => item is ExecutionTerminated))
            turn.Events.Add(memory.Start);
        if (turn.Completion is null)
            Play(turn, instance, [.. tail, .. turn.Events]);
        if (turn.Completion is { } completion)
            turn.Events.Add(new ExecutionCompleted(completion.EventId, turn.Now, completion.Status, completion.Result, completion.Failure));
        if (!turn.IsUnfinished)
            turn.Events.Add(new OrchestratorCompleted(turn.Now));
    }

    /// <summary>Brings the code to where the stored history ends.</summary>
    /// <returns>Stored events that the code has not seen yet.</returns>
    private IReadOnlyList<HistoryEvent> Revive(Turn turn)
    {
        if (turn.Memory.Session is not null)
            return [];
        var history = turn.Memory.History ?? [];
        var played = history.Count;
        while (played > 0 && history[played - 1] is not OrchestratorCompleted)
            played--;
        var session = NewSession(turn.Memory.Start);
        turn.Memory.Live(session);
        if (played > 0)
            turn.Completion = session.Execute([.. history.Take(played)], []).Completion;
        return [.. history.Skip(played)];
    }

    private static bool EndsOpen(IReadOnlyList<HistoryEvent>? history) => history is { Count: > 0 } && history[^1] is not OrchestratorCompleted;

    private ReplaySession NewSession(ExecutionStarted start) =>
        new(replay, () => hub.Post(start.InstanceId, new Mail(null, start.ExecutionId, Fault: ReplaySession.Strayed)));

    private void Play(Turn turn, Instance instance, IReadOnlyList<HistoryEvent> news)
    {
        var result = turn.Memory.Session!.Execute([], news);
        turn.Events.AddRange(result.Decisions);
        turn.Completion = result.Completion;
        for (var restarts = 1; turn.Completion?.Next is { } next; restarts++)
        {
            turn.EndingGenerations.Add((turn.Memory.Start, [.. turn.Decisions]));
            RemoveTimers(turn.Memory);
            var found = turn.StartNext(next);
            instance.Dispatched.Clear();
            if (restarts >= hub.Options.MaxRestartsPerStep)
            {
                turn.IsUnfinished = true;
                return;
            }

            var session = NewSession(turn.Memory.Start);
            turn.Memory.Live(session);
            result = session.Execute([], found);
            turn.Events.AddRange(result.Decisions);
            turn.Completion = result.Completion;
        }
    }

    private async Task StoreAsync(Turn turn, Instance instance, CancellationToken cancellation)
    {
        List<CreatedChild> children = [];
        foreach (var (start, decisions) in turn.EndingGenerations)
            children.AddRange(await _outgoing.SendAsync(turn.Memory, start, decisions, null, cancellation));
        children.AddRange(await _outgoing.SendAsync(turn.Memory, turn.Memory.Start, [.. turn.Decisions], turn.Completion, cancellation));
        if (turn.Completion is not null && turn.Events.OfType<ExecutionTerminated>().Any(terminated => terminated.Recursive))
            await _outgoing.TerminateChildrenAsync(turn.Memory, cancellation);

        var memory = turn.Memory;
        var row = turn.ChangedRow();
        var token = await CheckpointAsync(turn, instance, row, children, cancellation);
        var status = memory.Row.Status;
        memory.Stored(turn.Events, row, token);
        foreach (var child in children)
            hub.PostCalled(child);
        foreach (var stored in turn.Events)
        {
            if (stored is TaskCompleted completed)
                instance.Dispatched.Remove(completed.TaskScheduledId);
            else if (stored is TaskFailed failed)
                instance.Dispatched.Remove(failed.TaskScheduledId);
        }

        instance.Memory = memory;
        if (row is not null && row.Status != status)
            hub.Waiters.Changed(instance.Id);
        if (row is not null && row.Status.IsFinal())
            EngineTelemetry.Finished(memory.Start, row);
    }

    private async Task<string> CheckpointAsync(Turn turn, Instance instance, InstanceRow? row, List<CreatedChild> children, CancellationToken cancellation)
    {
        var memory = turn.Memory;
        try
        {
            return await hub.Store.CheckpointAsync(
                new Checkpoint
                {
                    InstanceId = instance.Id,
                    ExecutionId = memory.ExecutionId,
                    Token = memory.Token,
                    Position = memory.Position,
                    NewEvents = turn.Events,
                    IsNewExecution = turn.IsNewExecution,
                    Row = row,
                    Consumed = turn.Consumed,
                },
                cancellation);
        }
        catch (Exception)
        {
            // It may be stored all the same, and then no step calls them again: they look for themselves whether they were called.
            foreach (var child in children)
                hub.Post(child.InstanceId, null, reload: true, child.State);
            throw;
        }
    }

    /// <summary>Removes messages that need no step.</summary>
    private async Task TidyAsync(Turn turn, CancellationToken cancellation)
    {
        if (turn.Consumed.Count == 0)
            return;
        var memory = turn.Memory;
        var token = await hub.Store.CheckpointAsync(
            new Checkpoint
            {
                InstanceId = memory.Start.InstanceId,
                ExecutionId = memory.ExecutionId,
                Token = memory.Token,
                Position = memory.Position,
                NewEvents = [],
                Consumed = turn.Consumed,
            },
            cancellation);
        memory.Stored([], null, token);
    }

    /// <summary>Sets going what the stored state says must go on.</summary>
    private bool Continue(Turn turn, Instance instance)
    {
        var memory = turn.Memory;
        foreach (var orphan in turn.Orphans)
            hub.Activities.Writer.TryWrite(orphan);
        if (memory.Row.Status.IsFinal())
        {
            Forget(instance, memory);
            return false;
        }

        foreach (var scheduled in memory.Open.OfType<TaskScheduled>())
        {
            if (instance.Dispatched.Add(scheduled.EventId))
                hub.Activities.Writer.TryWrite(new ActivityWork(instance.Id, memory.ExecutionId, scheduled));
        }

        foreach (var timer in memory.OpenTimers)
        {
            var key = new TimerKey(instance.Id, memory.ExecutionId, timer.EventId);
            if (memory.Session?.IsOpen(timer.EventId) == false)
                hub.Timers.Remove(key);
            else
                hub.Timers.Set(key, timer.FireAt);
        }

        var again = turn.IsUnfinished || memory.Deferred.Exists(item => !MailSorter.IsAhead(memory, item));
        if (memory.Session is null || hub.Options.MaxLiveSessions == 0)
            instance.Memory = null;
        return again;
    }

    private void RemoveTimers(InstanceMemory memory)
    {
        foreach (var timer in memory.OpenTimers)
            hub.Timers.Remove(new TimerKey(memory.Start.InstanceId, memory.ExecutionId, timer.EventId));
    }

    private void Forget(Instance instance, InstanceMemory memory)
    {
        RemoveTimers(memory);
        instance.Dispatched.Clear();
        instance.Memory = null;
    }

    private static IEnumerable<InboxMessage> Stored(List<Mail> mail) => mail.Where(item => item.Inbox is not null).Select(item => item.Inbox!);

    /// <returns>When to try again.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "An instance that cannot even be failed is set aside.")]
    private async Task<DateTime?> FailedAsync(Instance instance, Exception error, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return DateTime.MaxValue; // The hub is no longer ours.
        instance.Failures++;
        var pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(instance.Failures, 16))));
        if (error is CheckpointConflictException or HubUnavailableException)
        {
            hub.Logger.LogWarning(error, "A step of {Instance} could not be stored; it is tried again", instance.Id);
            return hub.Now + pause;
        }

        instance.OwnFailures++;
        hub.Logger.LogError(error, "A step of {Instance} failed in the engine ({Failures} in a row)", instance.Id, instance.OwnFailures);
        if (instance.OwnFailures < hub.Options.MaxStepFailures)
            return hub.Now + pause;
        try
        {
            await FailInstanceAsync(instance, error, cancellation);
            return null;
        }
        catch (Exception e)
        {
            hub.Logger.LogError(e, "{Instance} cannot be failed either; it is set aside", instance.Id);
            return hub.Now + ParkedPause;
        }
    }

    /// <summary>Ends an instance that no step succeeds for, without running its code.</summary>
    private async Task FailInstanceAsync(Instance instance, Exception error, CancellationToken cancellation)
    {
        var mail = instance.TakeMail(int.MaxValue);
        if (!await LoadAsync(instance, mail, cancellation))
            return;
        var turn = new Turn(instance.Memory!, hub.Now)
        {
            Completion = new Completion(-1, OrchestrationStatus.Failed, null, TaskFailureDetails.FromException(error)),
        };
        turn.Consumed.AddRange(Stored(mail));
        Work(turn, instance, []);
        await StoreAsync(turn, instance, cancellation);
        Forget(instance, turn.Memory);
        (instance.Failures, instance.OwnFailures) = (0, 0);
    }

    /// <summary>The step cannot be made yet.</summary>
    private sealed class PostponedException(DateTime until) : Exception
    {
        public DateTime Until => until;
    }
}
