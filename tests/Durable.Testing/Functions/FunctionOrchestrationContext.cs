using System.Text.Json;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using ContinueAsNewOptions = Microsoft.DurableTask.ContinueAsNewOptions;
using TaskOrchestrationContext = Microsoft.DurableTask.TaskOrchestrationContext;

namespace Durable.Testing.Functions;

/// <summary>
/// The context as an orchestrator function sees it. The Functions worker puts one of its own around the SDK's, which is not public; this
/// does what that does: reads the input as whatever type is asked for, refuses awaits that are not durable, and gives children the host's
/// default version.
/// </summary>
internal sealed class FunctionOrchestrationContext(TaskOrchestrationContext inner, DataConverter converter) : TaskOrchestrationContext
{
    /// <summary>The property in which the official host hands its default version to the worker.</summary>
    public const string DefaultVersion = "defaultVersion";

    /// <summary>Whether the orchestrator has asked for anything durable yet.</summary>
    public bool IsAccessed { get; private set; }

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    public override TaskOrchestrationEntityFeature Entities => inner.Entities;

    // The SDK's own is protected; its public one speaks only when it does not replay, and so needs no second filter.
    protected override ILoggerFactory LoggerFactory => inner.ReplaySafeLoggerFactory;

    public static InvalidOperationException IllegalAwait() =>
        new(
            "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator "
                + "function's implementation "
                + "or by middleware that invokes asynchronous code."
        );

    public void ThrowIfIllegalAccess()
    {
        if (!OrchestrationContext.IsOrchestratorThread)
            throw IllegalAwait();
    }

    public override T? GetInput<T>()
        where T : default
    {
        return Accessed().GetInput<object>() switch
        {
            T typed => typed,
            null => default,
            JsonElement json => converter.Deserialize<T>(json.GetRawText()),
            var other => converter.Deserialize<T>(converter.Serialize(other)),
        };
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Accessed().CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    ) =>
        Accessed()
            .CallSubOrchestratorAsync<TResult>(
                orchestratorName,
                input,
                Properties.TryGetValue(DefaultVersion, out var value) && value is string version ? Under(version, options) : options
            );

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        Accessed().CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        Accessed().WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        Accessed().SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => Accessed().SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Accessed().ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override void ContinueAsNew(ContinueAsNewOptions options) => Accessed().ContinueAsNew(options);

    public override Guid NewGuid() => Accessed().NewGuid();

    private static SubOrchestrationOptions Under(string version, TaskOptions? options) =>
        options switch
        {
            SubOrchestrationOptions { Version: not null } given => given,
            SubOrchestrationOptions given => given with { Version = version },
            null => new SubOrchestrationOptions { Version = version },
            _ => new SubOrchestrationOptions(options) { Version = version },
        };

    private TaskOrchestrationContext Accessed()
    {
        ThrowIfIllegalAccess();
        IsAccessed = true;
        return inner;
    }
}
