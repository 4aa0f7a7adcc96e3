using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Core;

/// <summary>What orchestrator code sees of its <see cref="ReplaySession"/>.</summary>
internal sealed class ReplayedContext(ReplaySession session, ReplaySettings settings, ExecutionStarted started) : TaskOrchestrationContext
{
    private int _guids;

    public override TaskName Name { get; } = started.Name;

    public override string InstanceId => started.InstanceId;

    public override string Version => started.Version ?? string.Empty;

    public override ParentOrchestrationInstance? Parent { get; } =
        started.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => session.Now;

    public override bool IsReplaying => session.IsReplaying;

    /// <summary>Set once the code has asked to start over.</summary>
    public (string? Input, string? Version, bool KeepEvents)? NextExecution { get; private set; }

    protected override ILoggerFactory LoggerFactory => settings.LoggerFactory;

    public override T? GetInput<T>()
        where T : default
        => settings.DataConverter.Deserialize<T>(started.Input);

    public override Guid NewGuid() =>
        DeterministicGuid.Create(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{_guids++}"));

    public override void SetCustomStatus(object? customStatus) => session.CustomStatus = settings.DataConverter.Serialize(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        NextExecution = (settings.DataConverter.Serialize(newInput), started.Version, preserveUnprocessedEvents);

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NextExecution = (settings.DataConverter.Serialize(options.NewInput), options.NewVersion ?? started.Version, options.PreserveUnprocessedEvents);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var input = settings.DataConverter.Serialize(payload);
        session.Decide(id => new EventSent(id, session.Now, instanceId, eventName, input), nameof(SendEvent));
    }

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        RequireName(name);
        var data = $"[{settings.DataConverter.Serialize(input) ?? "null"}]";
        var version = options?.Version is { } own ? own.Version : Version;
        var result = await CallAsync(
            options?.Retry,
            id => new TaskScheduled(id, session.Now, name, version, data, TagsOf(options), started.TraceParent),
            nameof(CallActivityAsync));
        return settings.DataConverter.Deserialize<TResult>(result)!;
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        RequireName(orchestratorName);
        var own = options as SubOrchestrationOptions;
        var childId = own?.InstanceId ?? NewGuid().ToString("N");
        var data = settings.DataConverter.Serialize(input);
        var version = (own?.Version ?? options?.Version) is { } asked ? asked.Version : settings.DefaultVersion;
        var result = await CallAsync(
            options?.Retry,
            id => new SubOrchestrationInstanceCreated(id, session.Now, orchestratorName, version, childId, data, TagsOf(options)),
            nameof(CallSubOrchestratorAsync));
        return settings.DataConverter.Deserialize<TResult>(result)!;
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        while (due - session.Now > settings.MaximumTimerInterval)
            await TimerAsync(session.Now + settings.MaximumTimerInterval, cancellationToken);
        await TimerAsync(due, cancellationToken);
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        session.RequireTurn(nameof(WaitForExternalEvent));
        cancellationToken.ThrowIfCancellationRequested();
        if (session.Events.TryTake(eventName, out var early))
            return settings.DataConverter.Deserialize<T>(early)!;

        var wait = session.Events.AddWait(eventName);
#pragma warning disable MA0042, VSTHRD103 // DisposeAsync may wait on another thread, which is foreign here.
        using var registration = cancellationToken.Register(() => session.CancelWait(eventName, wait, cancellationToken));
#pragma warning restore MA0042, VSTHRD103
        return settings.DataConverter.Deserialize<T>(await wait.Task)!;
    }

    private async Task TimerAsync(DateTime due, CancellationToken cancellationToken)
    {
        var (id, fired) = session.Schedule(id => new TimerCreated(id, session.Now, due), nameof(CreateTimer));
#pragma warning disable MA0042, VSTHRD103 // DisposeAsync may wait on another thread, which is foreign here.
        using var registration = cancellationToken.Register(() => session.Cancel(id, cancellationToken));
#pragma warning restore MA0042, VSTHRD103
        await fired;
    }

    /// <summary>Attempts until one succeeds or no retry is left. Every attempt and every pause takes an id of its own.</summary>
    private async Task<string?> CallAsync(TaskRetryOptions? retry, Func<int, HistoryEvent> decide, string what)
    {
        var begun = session.Now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await session.Schedule(decide, what).Outcome;
            }
            catch (TaskFailedException e) when (retry is not null)
            {
                if (!await WantsRetryAsync(retry, attempt, begun, e.FailureDetails))
                    throw;
            }
        }
    }

    private async Task<bool> WantsRetryAsync(TaskRetryOptions retry, int attempt, DateTime begun, TaskFailureDetails failure)
    {
        if (retry.Handler is { } handler)
            return await handler(new RetryContext(this, attempt, failure, session.Now - begun, CancellationToken.None));

        var policy = retry.Policy!;
        if (!policy.ShouldRetry(failure) || (policy.RetryTimeout >= TimeSpan.Zero && session.Now - begun >= policy.RetryTimeout))
            return false;

        // The official engine waits once more after the last attempt, for no time: histories can only move between engines if ours does, too.
        var isLast = attempt >= policy.MaxNumberOfAttempts;
        await TimerAsync(isLast ? session.Now : session.Now + Pause(policy, attempt), CancellationToken.None);
        return !isLast;
    }

    private static TimeSpan Pause(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return milliseconds < policy.MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : policy.MaxRetryInterval;
    }

    private static void RequireName(TaskName name)
    {
        if (string.IsNullOrEmpty(name.Name))
            throw new ArgumentException("A task needs a name.", nameof(name));
    }

    private static Dictionary<string, string>? TagsOf(TaskOptions? options) =>
        options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags, StringComparer.Ordinal) : null;
}
