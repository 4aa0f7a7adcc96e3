using System.Reflection;
using Durable.Testing.Functions;
using Durable.Testing.Hub;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing.Replay;

/// <summary>
/// Replays histories against the orchestrators of today, in the official executor, which replays them in production. No storage, no
/// activity, no clock.
/// </summary>
public sealed class HistoryGate
{
    private readonly HubFunctions _functions;
    private readonly ReplayWorker _worker;

    /// <param name="functions">The orchestrators of today.</param>
    /// <param name="services">Their services, for how they write payloads; none if null.</param>
    /// <param name="defaultVersion">The version of children that are called without one.</param>
    public HistoryGate(HubFunctions functions, IServiceProvider? services = null, string? defaultVersion = null)
        : this(
            functions,
            services ?? new ServiceCollection().BuildServiceProvider(),
            new HubProcessOptions
            {
                Versioning = defaultVersion is null
                    ? null
                    : new DurableTaskWorkerOptions.VersioningOptions { DefaultVersion = defaultVersion },
            }
        ) { }

    /// <param name="functions">The orchestrators of today.</param>
    /// <param name="services">Their services.</param>
    /// <param name="options">How the process plays orchestrations whose histories are judged.</param>
    public HistoryGate(HubFunctions functions, IServiceProvider services, HubProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(functions);
        _functions = functions;
        _worker = new ReplayWorker(functions, services, options);
    }

    /// <summary>A gate for the function app in an assembly.</summary>
    public static HistoryGate ForAssembly(Assembly functions, IServiceProvider? services = null, string? defaultVersion = null) =>
        new(HubFunctions.Of(functions), services, defaultVersion);

    /// <summary>A gate for the functions of some classes.</summary>
    public static HistoryGate ForFunctions(
        IReadOnlyCollection<Type> classes,
        IServiceProvider? services = null,
        string? defaultVersion = null
    ) => new(HubFunctions.Of(classes), services, defaultVersion);

    /// <summary>Where the code leaves the history's way first; null if it does not.</summary>
    /// <param name="exact">True: calls must be given the same data, too.</param>
    public ReplayDifference? Check(RecordedHistory history, bool exact)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (_functions.FindOrchestrator(history.Orchestration) is null)
            return new ReplayDifference(
                history.InstanceId,
                history.Orchestration,
                history.Version,
                1,
                "There is no orchestrator of this name any more.",
                Breaks: true
            );
        return new HistoryReplay(_worker, history, exact).Run() is var (step, what, breaks)
            ? new ReplayDifference(history.InstanceId, history.Orchestration, history.Version, step, what, breaks)
            : null;
    }
}
