using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>What the engine remembers of a stored instance between its steps. Dropped at any doubt, and loaded again.</summary>
internal sealed class InstanceMemory
{
    /// <summary>Begins the data of the GenericEvent that a rewind leaves; the execution that was rewound follows.</summary>
    public const string RewoundMark = "Rewound from ";

    private readonly Dictionary<int, HistoryEvent> _open = [];
    private readonly HashSet<int> _timers = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownExecutions = new(StringComparer.Ordinal);
    private int _highestId = -1;

    public InstanceMemory(InstanceState state)
    {
        Row = state.Row;
        Start = state.Start;
        Token = state.Token;
        History = state.History;
        Note(state.History);
    }

    private InstanceMemory(InstanceRow row, ExecutionStarted start, string token)
    {
        Row = row;
        Start = start;
        Token = token;
    }

    public InstanceRow Row { get; private set; }

    public ExecutionStarted Start { get; }

    public string ExecutionId => Start.ExecutionId;

    public string Token { get; private set; }

    /// <summary>How many events are stored.</summary>
    public int Position { get; private set; }

    /// <summary>The stored history; null once a session lives that has played it.</summary>
    public IReadOnlyList<HistoryEvent>? History { get; private set; }

    public ReplaySession? Session { get; private set; }

    /// <summary>Results of children whose creation is not stored yet: the step that creates them is being repeated after a crash.</summary>
    public List<Mail> Deferred { get; } = [];

    /// <summary>Activities, timers and children without a stored outcome.</summary>
    public IEnumerable<HistoryEvent> Open => _open.Values;

    public IEnumerable<TimerCreated> OpenTimers => _timers.Select(id => (TimerCreated)_open[id]);

    /// <summary>A memory of the execution that replaces this one.</summary>
    public InstanceMemory Next(ExecutionStarted start) => new(Row, start, Token);

    public void Live(ReplaySession session)
    {
        Session = session;
        History = null;
    }

    public bool IsOpen(int id) => _open.ContainsKey(id);

    /// <summary>Whether the id has not been given to any stored decision yet.</summary>
    public bool IsAhead(int id) => id > _highestId;

    /// <returns>False when there is no such thing open: the outcome is a repetition.</returns>
    public bool Close<TDecision>(int id)
        where TDecision : HistoryEvent
    {
        _timers.Remove(id);
        return _open.GetValueOrDefault(id) is TDecision && _open.Remove(id);
    }

    /// <summary>Whether an answer to this execution is for the present one: it is the same, or the one that a rewind has cut.</summary>
    public bool IsOwn(string executionId) => executionId == ExecutionId || _ownExecutions.Contains(executionId);

    /// <returns>False for a message that is in the history already.</returns>
    public bool See(string messageId) => _seen.Add(messageId);

    /// <summary>The step is stored.</summary>
    public void Stored(IReadOnlyList<HistoryEvent> events, InstanceRow? row, string token)
    {
        Note(events);
        Row = row ?? Row;
        Token = token;
    }

    private void Note(IReadOnlyList<HistoryEvent> events)
    {
        Position += events.Count;
        foreach (var noted in events)
        {
            if (noted.MessageId is { } messageId)
                _seen.Add(messageId);
            _highestId = Math.Max(_highestId, noted.EventId);
            switch (noted)
            {
                case GenericEvent { Data: { } data } when data.StartsWith(RewoundMark, StringComparison.Ordinal):
                    _ownExecutions.Add(data[RewoundMark.Length..]);
                    break;
                case TaskScheduled or SubOrchestrationInstanceCreated:
                    _open[noted.EventId] = noted;
                    break;
                case TimerCreated:
                    _open[noted.EventId] = noted;
                    _timers.Add(noted.EventId);
                    break;
                case TaskCompleted completed:
                    _open.Remove(completed.TaskScheduledId);
                    break;
                case TaskFailed failed:
                    _open.Remove(failed.TaskScheduledId);
                    break;
                case SubOrchestrationInstanceCompleted completed:
                    _open.Remove(completed.TaskScheduledId);
                    break;
                case SubOrchestrationInstanceFailed failed:
                    _open.Remove(failed.TaskScheduledId);
                    break;
                case TimerFired fired:
                    _timers.Remove(fired.TimerId);
                    _open.Remove(fired.TimerId);
                    break;
            }
        }
    }
}
