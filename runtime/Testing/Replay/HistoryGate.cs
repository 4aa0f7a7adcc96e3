using System.Reflection;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Invocation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalRuntime.Testing.Replay;

/// <summary>Replays histories against the orchestrators of today, in the core that replays them in production. No storage, no activity, no clock.</summary>
public sealed class HistoryGate
{
    private readonly DurableTaskRegistry _registry = new();
    private readonly IServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly string? _defaultVersion;

    /// <param name="tasks">Adds the orchestrators; activities are not run.</param>
    /// <param name="defaultVersion">The version of sub-orchestrations that are called without one.</param>
    public HistoryGate(Action<DurableTaskRegistry> tasks, string? defaultVersion = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        _defaultVersion = defaultVersion;
        tasks(_registry);
    }

    /// <summary>A gate for the function app in an assembly.</summary>
    public static HistoryGate ForAssembly(Assembly functions, string? defaultVersion = null) => For(FunctionCatalog.Discover(functions), defaultVersion);

    /// <summary>A gate for the functions of some classes.</summary>
    public static HistoryGate ForFunctions(IReadOnlyCollection<Type> classes, string? defaultVersion = null) => For(FunctionCatalog.Discover(typeof(HistoryGate).Assembly, classes), defaultVersion);

    /// <summary>Where the code leaves the history's way first; null if it does not.</summary>
    /// <param name="exact">True: calls must be given the same data, too.</param>
    public ReplayDifference? Check(RecordedHistory history, bool exact)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (_registry.FindOrchestrator(history.Orchestration, history.Version) is null)
            return new ReplayDifference(history.InstanceId, history.Orchestration, history.Version, 1, "There is no orchestrator of this name any more.", Breaks: true);
        return Replay(history, exact: false) is { } broken
            ? new ReplayDifference(history.InstanceId, history.Orchestration, history.Version, broken.Step, broken.What, Breaks: true)
            : exact && Replay(history, exact: true) is { } other
                ? new ReplayDifference(history.InstanceId, history.Orchestration, history.Version, other.Step, other.What, Breaks: false)
                : null;
    }

    private static HistoryGate For(FunctionCatalog catalog, string? defaultVersion) =>
        new(registry => DurableFunctionBinder.Register(registry, catalog, new FunctionInvoker([]), new ServiceCollection().BuildServiceProvider()), defaultVersion);

    private (int Step, string What)? Replay(RecordedHistory history, bool exact)
    {
        var session = new ReplaySession(new ReplaySettings
        {
            CreateOrchestrator = (name, version) => _registry.FindOrchestrator(name, version)?.Invoke(_services),
            DataConverter = JsonDataConverter.Default,
            LoggerFactory = NullLoggerFactory.Instance,
            DefaultVersion = _defaultVersion,
            Exact = exact,
        });
        var end = history.Events.OfType<ExecutionCompleted>().LastOrDefault();
        var turn = session.Execute([.. history.Events.TakeWhile(played => played is not ExecutionCompleted)], []);
        var now = turn.Completion;
        if (now?.Failure is { } failure && failure.ErrorType.EndsWith(nameof(NonDeterministicOrchestrationException), StringComparison.Ordinal))
            return (session.Played, failure.ErrorMessage);
        if (turn.Decisions.Count > 0)
            return (session.Played, $"The code now does {turn.Decisions[0].GetType().Name} #{turn.Decisions[0].EventId}, which its history does not hold.");
        return (end, now) switch
        {
            (null, null) => null,
            (null, _) => (session.Played, $"The code now ends ({now.Status}), and its history goes on."),
            (_, null) => (session.Played + 1, $"The history ends ({end.Status}), and the code now goes on."),
            _ when end.Status != now.Status || (exact && end.Result != now.Result) =>
                (session.Played + 1, $"The history ends with {end.Status} {end.Result}, and the code now with {now.Status} {now.Result ?? now.Failure?.ErrorMessage}."),
            _ => null,
        };
    }
}
