using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask.Core;

/// <summary>
/// One execution of an orchestration, brought to life from its history. No I/O and no clock: events go in, decisions come out, and the same events always give the same
/// decisions. A session stays usable from turn to turn; one that was lost is made again from the stored history.
/// </summary>
internal sealed class ReplaySession
{
    public const string Strayed =
        "The orchestrator awaits something that is no durable task (Task.Delay, Task.Run, I/O, ConfigureAwait(false) …). Such work belongs in an activity.";

    private readonly ReplaySettings _settings;
    private readonly ReplayScheduler _scheduler;
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly SortedDictionary<int, HistoryEvent> _pending = [];
    private readonly Queue<HistoryEvent> _held = new();
    private readonly List<HistoryEvent> _late = [];
    private NonDeterministicOrchestrationException? _failure;
    private ReplayedContext? _context;
    private Completion? _completion;
    private int _nextId;
    private volatile bool _strayed;

    /// <param name="strayed">Told, on any thread, that the code has continued outside its turn; the next turn will fail the orchestration.</param>
    public ReplaySession(ReplaySettings settings, Action? strayed = null)
    {
        _settings = settings;
        _scheduler = new ReplayScheduler(() =>
        {
            _strayed = true;
            strayed?.Invoke();
        });
    }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>Raw JSON; null when never set.</summary>
    public string? CustomStatus { get; set; }

    public ExternalEvents Events { get; } = new();

    /// <summary>How many events have been played; the last of them is the one at which a replay that does not match has stopped.</summary>
    public int Played { get; private set; }

    /// <summary>The id that the next decision will get: all lower ones have been given away.</summary>
    public int NextId => _nextId;

    /// <summary>Whether the code still waits for this activity, timer or child.</summary>
    public bool IsOpen(int id) => _open.ContainsKey(id);

    /// <summary>
    /// Runs one turn. <paramref name="past"/> (the stored history; empty for a session that is alive) is replayed; then <paramref name="news"/> is played for the first time.
    /// </summary>
    public TurnResult Execute(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> news)
    {
        _scheduler.Run(() =>
        {
            try
            {
                IsReplaying = true;
                Play(past);
                IsReplaying = false;
                Play(news);
                RequireDurableWait();
            }
            catch (NonDeterministicOrchestrationException e)
            {
                _failure = e;
            }
        });
        return Conclude();
    }

    /// <summary>Records a decision and returns the task of its outcome.</summary>
    public (int Id, Task<string?> Outcome) Schedule(Func<int, HistoryEvent> decide, string name)
    {
        RequireTurn(name);
        var id = _nextId++;
        var task = new OpenTask(decide(id), new TaskCompletionSource<string?>());
        _pending.Add(id, task.Decision);
        _open.Add(id, task);
        return (id, task.Outcome.Task);
    }

    /// <summary>Records a decision that has no outcome.</summary>
    public void Decide(Func<int, HistoryEvent> decide, string name)
    {
        RequireTurn(name);
        var id = _nextId++;
        _pending.Add(id, decide(id));
    }

    /// <summary>Ends a wait without an outcome: the timer may fire later, and nobody will notice.</summary>
    public void Cancel(int id, CancellationToken cancelled)
    {
        if (_scheduler.CheckInTurn() && _open.Remove(id, out var task))
            task.Outcome.TrySetCanceled(cancelled);
    }

    public void CancelWait(string name, TaskCompletionSource<string?> wait, CancellationToken cancelled)
    {
        if (!_scheduler.CheckInTurn())
            return;
        Events.Remove(name, wait);
        wait.TrySetCanceled(cancelled);
    }

    public void RequireTurn(string what)
    {
        if (!_scheduler.CheckInTurn())
        {
            throw new NonDeterministicOrchestrationException(
                $"{what} was called outside the orchestrator's turn: an orchestrator runs on one thread and awaits plainly (no Task.Run, no ConfigureAwait).");
        }
    }

    private void Play(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var played in events)
        {
            Played++;
            if (_completion is not null && played is not (OrchestratorStarted or OrchestratorCompleted))
                PlayAfterEnd(played);
            else if (IsSuspended && played is not (OrchestratorStarted or OrchestratorCompleted or ExecutionSuspended or ExecutionResumed or ExecutionTerminated))
                _held.Enqueue(played);
            else
                Play(played);
            _scheduler.Drain();
        }
    }

    private void Play(HistoryEvent played)
    {
        switch (played)
        {
            case OrchestratorStarted started:
                Now = DateTime.SpecifyKind(started.Timestamp, DateTimeKind.Utc);
                break;
            case OrchestratorCompleted:
                RequireNothingPending();
                break;
            case ExecutionStarted started:
                Start(started);
                break;
            case TaskScheduled or TimerCreated or SubOrchestrationInstanceCreated or EventSent:
                Match(played);
                break;
            case TaskCompleted completed:
                Resolve<TaskScheduled>(completed.TaskScheduledId, task => task.SetResult(completed.Result));
                break;
            case TaskFailed failed:
                Fail<TaskScheduled>(failed.TaskScheduledId, failed.Failure);
                break;
            case SubOrchestrationInstanceCompleted completed:
                Resolve<SubOrchestrationInstanceCreated>(completed.TaskScheduledId, task => task.SetResult(completed.Result));
                break;
            case SubOrchestrationInstanceFailed failed:
                Fail<SubOrchestrationInstanceCreated>(failed.TaskScheduledId, failed.Failure);
                break;
            case TimerFired fired:
                Resolve<TimerCreated>(fired.TimerId, task => task.SetResult(null));
                break;
            case EventRaised raised:
                Events.Raise(raised);
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case ExecutionTerminated terminated:
                _pending.Clear();
                _completion = new Completion(_nextId++, OrchestrationStatus.Terminated, terminated.Input, null);
                break;
        }
    }

    /// <summary>What came after the code had returned: lost on a finished orchestration, carried over by one that starts anew.</summary>
    private void PlayAfterEnd(HistoryEvent played)
    {
        if (IsReplaying && played is TaskScheduled or TimerCreated or SubOrchestrationInstanceCreated or EventSent)
            Match(played);
        else if (played is EventRaised or ExecutionTerminated or ExecutionSuspended or ExecutionResumed)
            _late.Add(played);
    }

    private void Resume()
    {
        IsSuspended = false;
        Play([.. Take(_held)]);

        static IEnumerable<HistoryEvent> Take(Queue<HistoryEvent> held)
        {
            while (held.TryDequeue(out var next))
                yield return next;
        }
    }

    private void Start(ExecutionStarted started)
    {
        if (_context is not null)
            throw new NonDeterministicOrchestrationException("The history holds a second ExecutionStarted.");
        _context = new ReplayedContext(this, _settings, started);
        if (_settings.CreateOrchestrator(started.Name, started.Version) is { } orchestrator)
        {
            _ = RunAsync(orchestrator, _context, started.Input);
            return;
        }

        Complete(OrchestrationStatus.Failed, null, new TaskFailureDetails("OrchestratorTaskNotFound", $"No orchestrator named '{started.Name}' is registered.", null, null, null));
    }

    /// <summary>The awaits here are the outermost: code that finishes on another thread is caught by them and never counts as finished.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever orchestrator code throws fails the orchestration.")]
    private async Task RunAsync(ITaskOrchestrator orchestrator, ReplayedContext context, string? input)
    {
        try
        {
            var result = await orchestrator.RunAsync(context, _settings.DataConverter.Deserialize(input, orchestrator.InputType));
            if (context.NextExecution is null)
                Complete(OrchestrationStatus.Completed, _settings.DataConverter.Serialize(result), null);
            else
                Complete(OrchestrationStatus.ContinuedAsNew, null, null);
        }
        catch (Exception e)
        {
            Complete(OrchestrationStatus.Failed, null, TaskFailureDetails.FromException(e));
        }
    }

    private void Complete(OrchestrationStatus status, string? result, TaskFailureDetails? failure)
    {
        if (_scheduler.CheckInTurn())
            _completion ??= new Completion(_nextId++, status, result, failure);
    }

    /// <summary>A decision that the history holds must have been made by the code, too: the same id, kind and name.</summary>
    private void Match(HistoryEvent recorded)
    {
        if (!_pending.Remove(recorded.EventId, out var decided))
        {
            throw new NonDeterministicOrchestrationException(
                $"The history holds {Describe(recorded)}, but the code did not do that at this point. Code of orchestrations in flight must not change its order of calls.");
        }

        if (decided.GetType() != recorded.GetType() || !string.Equals(NameOf(decided), NameOf(recorded), StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException(
                $"The history holds {Describe(recorded)}, but the code now does {Describe(decided)}. Code of orchestrations in flight must not change its order of calls.");
        }

        if (_settings.Exact && (DataOf(recorded), DataOf(decided)) is var (before, now) && before != now)
            throw new NonDeterministicOrchestrationException($"The history holds {Describe(recorded)} with {Excerpt(before, now)}, and the code now gives it {Excerpt(now, before)}.");
    }

    private static string DataOf(HistoryEvent decision) => decision switch
    {
        TaskScheduled scheduled => scheduled.Input ?? string.Empty,
        TimerCreated timer => timer.FireAt.ToString("O", CultureInfo.InvariantCulture),
        SubOrchestrationInstanceCreated created => $"{created.InstanceId} {created.Input}",
        EventSent sent => $"{sent.InstanceId} {sent.Input}",
        _ => string.Empty,
    };

    /// <summary>The part of a text that differs from another one, and a little around it.</summary>
    private static string Excerpt(string text, string other)
    {
        var same = text.AsSpan().CommonPrefixLength(other);
        var from = Math.Max(0, same - 40);
        return $"{(from > 0 ? "…" : string.Empty)}{text.AsSpan(from, Math.Min(120, text.Length - from))}{(from + 120 < text.Length ? "…" : string.Empty)}";
    }

    private void RequireNothingPending()
    {
        if (!IsReplaying)
            return;
        if (_pending.Count > 0)
        {
            throw new NonDeterministicOrchestrationException(
                $"The code now does {Describe(_pending.First().Value)}, which its history does not hold. Code of orchestrations in flight must not change its order of calls.");
        }

        if (_completion is { Status: not OrchestrationStatus.Terminated })
            throw new NonDeterministicOrchestrationException("The code now ends at a point from which its history goes on.");
    }

    private void RequireDurableWait()
    {
        if (_strayed || (_context is not null && _completion is null && _open.Count == 0 && Events.WaitCount == 0))
        {
            throw new NonDeterministicOrchestrationException(Strayed);
        }
    }

    private void Resolve<TDecision>(int id, Action<TaskCompletionSource<string?>> resolve)
        where TDecision : HistoryEvent
    {
        if (_open.TryGetValue(id, out var task) && task.Decision is TDecision && _open.Remove(id))
            resolve(task.Outcome);
    }

    private void Fail<TDecision>(int id, TaskFailureDetails failure)
        where TDecision : HistoryEvent
    {
        if (_open.TryGetValue(id, out var task))
            Resolve<TDecision>(id, outcome => outcome.SetException(new TaskFailedException(NameOf(task.Decision), id, failure)));
    }

    private TurnResult Conclude()
    {
        if (_failure is not null)
            return new TurnResult([], new Completion(_nextId, OrchestrationStatus.Failed, null, TaskFailureDetails.FromException(_failure)));

        HistoryEvent[] decisions = [.. _pending.Values];
        _pending.Clear();
        var completion = _completion is { Status: OrchestrationStatus.ContinuedAsNew } ? _completion with { Next = Next() } : _completion;
        return new TurnResult(decisions, completion);
    }

    private NextExecution Next()
    {
        var (input, version, keepEvents) = _context!.NextExecution!.Value;
        HistoryEvent[] carried = [.. keepEvents ? Events.Unprocessed : [], .. _late];
        return new NextExecution(input, version, carried);
    }

    private static string NameOf(HistoryEvent decision) => decision switch
    {
        TaskScheduled scheduled => scheduled.Name,
        SubOrchestrationInstanceCreated created => created.Name,
        EventSent sent => sent.Name,
        _ => string.Empty,
    };

    private static string Describe(HistoryEvent decision) => decision switch
    {
        TimerCreated => $"TimerCreated #{decision.EventId}",
        _ => $"{decision.GetType().Name} '{NameOf(decision)}' #{decision.EventId}",
    };

    private sealed record OpenTask(HistoryEvent Decision, TaskCompletionSource<string?> Outcome);
}
