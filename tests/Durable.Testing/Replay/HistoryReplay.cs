using Durable.Testing.Hub;
using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;

namespace Durable.Testing.Replay;

/// <summary>
/// Plays one history episode by episode: the official executor gets what came in, and what it decides is held against what the history
/// holds. It keeps the orchestration in memory between episodes, as the engine's extended sessions do: a long history is played once.
/// </summary>
internal sealed class HistoryReplay(ReplayWorker worker, RecordedHistory history, bool exact)
{
    private (int Step, string What)? _otherData;

    /// <summary>
    /// Where the code leaves the history's way first: the event's number from 1, what is other, and whether an orchestration would fail
    /// over it; null if it does not.
    /// </summary>
    public (int Step, string What, bool Breaks)? Run()
    {
        var state = new OrchestrationRuntimeState();
        TaskOrchestrationExecutor? executor = null;
        var from = 0;
        while (from < history.Events.Count)
        {
            var to = EndOfEpisode(from);
            state.NewEvents.Clear();
            for (var i = from; i < to; i++)
            {
                if (
                    Decision.Of(history.Events[i]) is null
                    && history.Events[i] is not (OrchestratorCompletedEvent or ExecutionCompletedEvent)
                )
                    state.AddEvent(history.Events[i]);
            }

            var decided = executor is null ? (executor = worker.Begin(state)).Execute() : executor.ExecuteNewEvents();
            if (Compare(from, to, [.. decided.Actions]) is var (step, what))
                return (step, what, true);
            from = to;
        }

        return _otherData is var (dataStep, data) ? (dataStep, data, false) : null;
    }

    /// <summary>An episode goes from one OrchestratorStarted to the next.</summary>
    private int EndOfEpisode(int from)
    {
        var to = from + 1;
        while (to < history.Events.Count && history.Events[to] is not OrchestratorStartedEvent)
            to++;
        return to;
    }

    private (int Step, string What)? Compare(int from, int to, List<OrchestratorAction> actions)
    {
        var now = actions.Select(Decision.Of).OfType<Decision>().OrderBy(decision => decision.Id).ToList();
        var next = 0;
        var isCut = to == history.Events.Count && history.Events[^1] is not (OrchestratorCompletedEvent or ExecutionCompletedEvent);
        for (var i = from; i < to; i++)
        {
            if (Decision.Of(history.Events[i]) is not { } held)
                continue;
            if (next == now.Count)
                return (i + 1, $"The history holds {held}, but the code did not do that at this point. {Advice}");
            var made = now[next++];
            if (!held.IsLike(made))
                return (i + 1, $"The history holds {held}, but the code now does {made}. {Advice}");
            if (exact && held.Data != made.Data)
                _otherData ??= (
                    i + 1,
                    $"The history holds {held} with {Excerpt(held.Data, made.Data)}, and the code now gives it "
                        + $"{Excerpt(made.Data, held.Data)}."
                );
        }

        if (next < now.Count && !isCut)
            return (to, $"The code now does {now[next]}, which its history does not hold. {Advice}");
        if (isCut)
            return null;
        var end = history.Events.Take(to).Skip(from).OfType<ExecutionCompletedEvent>().FirstOrDefault();
        return CompareEnd(to, end, actions.OfType<OrchestrationCompleteOrchestratorAction>().FirstOrDefault());
    }

    private (int Step, string What)? CompareEnd(int step, ExecutionCompletedEvent? held, OrchestrationCompleteOrchestratorAction? now)
    {
        switch (held, now)
        {
            case (null, null):
                return null;
            case (null, _):
                var why = now.FailureDetails is { } failure ? $": {failure.ErrorMessage}" : "";
                return (step, $"The code now ends ({now.OrchestrationStatus}{why}), and its history goes on.");
            case (_, null):
                return (step, $"The history ends ({held.OrchestrationStatus}), and the code now goes on.");
        }

        var what =
            $"The history ends with {held.OrchestrationStatus} {held.Result}, and the code now with {now.OrchestrationStatus} "
            + $"{now.Result}.";
        if (held.OrchestrationStatus != now.OrchestrationStatus)
            return (step, what);
        if (exact && held.Result != now.Result)
            _otherData ??= (step, what);
        return null;
    }

    private const string Advice = "Code of orchestrations in flight must not change its order of calls.";

    /// <summary>The part of a text that differs from another one, and a little around it.</summary>
    private static string Excerpt(string text, string other)
    {
        var same = text.AsSpan().CommonPrefixLength(other);
        var from = Math.Max(0, same - 40);
        return $"{(from > 0 ? "…" : "")}{text.AsSpan(from, Math.Min(120, text.Length - from))}{(from + 120 < text.Length ? "…" : "")}";
    }
}
