using System.Text.Json;
using Durable.Testing.Functions;
using DurableTask.Core;
using DurableTask.Core.Settings;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Durable.Testing.Hub;

/// <summary>Plays orchestrations from their histories, in the official executor and through the official shim.</summary>
internal sealed class ReplayWorker
{
    private readonly HubFunctions _functions;
    private readonly IServiceProvider _services;
    private readonly HubProcessOptions _options;
    private readonly DurableTaskShimFactory _shims;
    private readonly Dictionary<string, object?> _properties = new(StringComparer.Ordinal);

    public ReplayWorker(HubFunctions functions, IServiceProvider services, HubProcessOptions options)
    {
        (_functions, _services, _options) = (functions, services, options);
        var given = services.GetService<IOptions<DurableTaskWorkerOptions>>()?.Value;
        Converter = options.DataConverter ?? ConverterOf(services, given);
        var worker = new DurableTaskWorkerOptions { DataConverter = Converter };
        if (given is not null)
            worker.MaximumTimerInterval = given.MaximumTimerInterval;
        _shims = new DurableTaskShimFactory(worker, services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        if (options.Versioning is { DefaultVersion.Length: > 0 } versioning)
            _properties[FunctionOrchestrationContext.DefaultVersion] = versioning.DefaultVersion;
    }

    /// <summary>How inputs, results and events are written.</summary>
    public DataConverter Converter { get; }

    /// <summary>Whether this app runs orchestrations of a version.</summary>
    public bool Runs(string version) =>
        _options.Versioning switch
        {
            { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.Strict, Version: var own } => string.Equals(
                own,
                version,
                StringComparison.Ordinal
            ),
            { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, Version: var own } =>
                VersioningSettings.CompareVersions(version, own) <= 0,
            _ => true,
        };

    /// <summary>
    /// Plays what has come since the last episode, after all that came before it if this is not in memory, and says what the orchestration
    /// decides.
    /// </summary>
    public OrchestratorExecutionResult Play(Session session)
    {
        var state = session.State;
        if (_functions.FindOrchestrator(state.Name) is null)
            return OrchestratorExecutionResult.ForFailure(_functions.NoOrchestrator(state.Name), details: null);
        try
        {
            return session.Executor is { } waiting ? waiting.ExecuteNewEvents() : (session.Executor = Begin(state)).Execute();
        }
        catch (JsonException e)
        {
            // An event of another type than is waited for: it is not the orchestrator that throws, and the official host sees its function
            // fail.
            return OrchestratorExecutionResult.ForFailure($"Function '{state.Name}' failed with an unhandled exception.", e);
        }
    }

    /// <summary>An executor for an orchestration whose function there is.</summary>
    public TaskOrchestrationExecutor Begin(OrchestrationRuntimeState state)
    {
        var function =
            _functions.FindOrchestrator(state.Name) ?? throw new InvalidOperationException(_functions.NoOrchestrator(state.Name));
        var orchestrator = function.Bind(_services, Converter);
        var parent = state.ParentInstance is { } caller
            ? new ParentOrchestrationInstance(caller.Name, caller.OrchestrationInstance.InstanceId)
            : null;
        var orchestration = _shims.CreateOrchestration(
            state.Name,
            _options.AroundOrchestrator?.Invoke(orchestrator) ?? orchestrator,
            _properties,
            parent
        );
        return new TaskOrchestrationExecutor(
            state,
            orchestration,
            BehaviorOnContinueAsNew.Carryover,
            ErrorPropagationMode.UseFailureDetails
        );
    }

    // The Functions worker makes its durable converter from the app's options for JSON.
    private static DataConverter ConverterOf(IServiceProvider services, DurableTaskWorkerOptions? given)
    {
        if (given is not null && given.DataConverter != JsonDataConverter.Default)
            return given.DataConverter;
        return services.GetService<IConfigureOptions<JsonSerializerOptions>>() is null
            ? JsonDataConverter.Default
            : new JsonDataConverter(services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value);
    }
}
