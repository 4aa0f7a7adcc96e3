using Microsoft.DurableTask.Internal;

namespace Microsoft.DurableTask.Client;

/// <summary>Starts orchestrations, talks to them and looks at them.</summary>
public abstract class DurableTaskClient : IOrchestrationSubmitter, IAsyncDisposable
{
    protected DurableTaskClient(string name)
    {
        Name = name;
    }

    public string Name { get; }

    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        StartOrchestrationOptions options,
        CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

    /// <summary>Starts an orchestration; it is stored when this returns.</summary>
    /// <returns>The instance id.</returns>
    /// <exception cref="InvalidOperationException">An instance of this id exists and must not be replaced (<see cref="StartOrchestrationOptions.DedupeStatuses"/>).</exception>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);

    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, null, cancellation);

    /// <summary>Sends an event; it is stored when this returns, and kept until the orchestration awaits it. A finished orchestration drops it.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public abstract Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, false, cancellation);

    /// <summary>Waits until the orchestration is no longer Pending.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default);

    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, false, cancellation);

    /// <summary>Waits until the orchestration is Completed, Failed or Terminated.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default);

    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, (TerminateInstanceOptions?)null, cancellation);

    public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(output), cancellation);

    /// <summary>Ends an orchestration at its next step. Activities that run already are not stopped.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance, or it is finished.</exception>
    public virtual Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support terminating orchestrations.");

    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) => SuspendInstanceAsync(instanceId, null, cancellation);

    /// <summary>Holds an orchestration: it takes notice of nothing until it is resumed or terminated.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance, or it is finished.</exception>
    public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) => ResumeInstanceAsync(instanceId, null, cancellation);

    /// <exception cref="InvalidOperationException">There is no such instance, or it is finished.</exception>
    public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <returns>Null if there is no such instance.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default);

    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) => PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Removes all trace of a finished orchestration.</summary>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support purging orchestrations.");

    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Removes all trace of the finished orchestrations that match.</summary>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support purging orchestrations.");

    /// <summary>Starts a finished orchestration again with its former input, under its id or a new one.</summary>
    /// <returns>The instance id.</returns>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It is not finished, and no new id was asked for.</exception>
    public virtual Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support restarting orchestrations.");

    /// <summary>Takes a failed orchestration back to before its last failure, to try again.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support rewinding orchestrations.");

    /// <summary>A page of ids of finished orchestrations, in the order of the ids.</summary>
    /// <param name="lastInstanceKey">The continuation token of the page before.</param>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} does not support listing orchestrations by completion.");

    public abstract ValueTask DisposeAsync();
}

/// <summary>Purging by separate arguments.</summary>
public static class DurableTaskClientExtensions
{
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, null, null, cancellation);

    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, null, options, cancellation);

    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        CancellationToken cancellation = default) =>
        PurgeInstancesAsync(client, createdFrom, createdTo, statuses, null, cancellation);

    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdFrom, createdTo, statuses), options, cancellation);
    }
}
