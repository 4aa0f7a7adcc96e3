using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>All that an orchestrator may touch. Not thread-safe; usable only while the orchestrator runs.</summary>
public abstract class TaskOrchestrationContext
{
    private ILoggerFactory? _replaySafeLoggerFactory;

    protected TaskOrchestrationContext()
    {
    }

    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>Null for a top-level orchestration.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time at which the present step began, the same at each replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs through what has happened already. No decision may depend on it.</summary>
    public abstract bool IsReplaying { get; }

    public virtual string Version => string.Empty;

    public virtual IReadOnlyDictionary<string, object?> Properties => System.Collections.ObjectModel.ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Loggers that are silent while the code is replayed.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this, LoggerFactory);

    protected abstract ILoggerFactory LoggerFactory { get; }

    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) => CallActivityAsync<object>(name, input, options);

    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => CallActivityAsync<TResult>(name, null, options);

    /// <exception cref="TaskFailedException">The activity failed, and no retry is left.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A durable timer: never early, and good for years.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event, by name without regard to case. An event that came early is taken from the buffer, first in first out. Of several waiters the last one is served first;
    /// a cancelled one consumes nothing.
    /// </summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <exception cref="TaskCanceledException">The time is over, or the token was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerEnd.Token);
        var raised = WaitForExternalEvent<T>(eventName, waitEnd.Token);
        var first = await Task.WhenAny(raised, timer);
        var loser = first == raised ? timerEnd : waitEnd;
#pragma warning disable CA1849, VSTHRD103, MA0042 // Orchestrator code: CancelAsync would leave the replay thread.
        loser.Cancel();
#pragma warning restore CA1849, VSTHRD103, MA0042
        return await raised;
    }

    /// <summary>Sends an event to another orchestration; dropped if that one does not exist or is finished.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Shows a status to whoever asks; JSON of at most 16 KiB by convention.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <exception cref="TaskFailedException">The child failed or was terminated, and no retry is left.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Starts over with a fresh history as soon as the orchestrator returns.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>The same sequence of ids at each replay.</summary>
    public abstract Guid NewGuid();

    public abstract T? GetInput<T>();

    /// <summary>Less than zero when this orchestration's version is older than the given one.</summary>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);

    public virtual ILogger CreateReplaySafeLogger(string categoryName) => ReplaySafeLoggerFactory.CreateLogger(categoryName);

    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();
}
