using System.Diagnostics;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>The client of this process's hub.</summary>
internal class LocalDurableTaskClient(string name, Func<HubEngine> hub, DurableTaskClientOptions settings) : DurableTaskClient(name)
{
    private HubEngine Hub => hub();

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(orchestratorName.Name))
            throw new ArgumentException("An orchestration needs a name.", nameof(orchestratorName));
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceIds.Require(id);
        using var span = EngineTelemetry.StartCreation(orchestratorName, id);
        var start = new ExecutionStarted(
            Hub.Now,
            id,
            Guid.NewGuid().ToString("N"),
            orchestratorName,
            options?.Version is { } version ? version.Version : settings.DefaultVersion,
            settings.DataConverter.Serialize(input),
            null,
            options?.Tags is { Count: > 0 } tags ? tags : null,
            options?.StartAt?.UtcDateTime,
            Activity.Current?.Id);
        await StartAsync(start, Replaceable(options?.DedupeStatuses), cancellation);
        return id;
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (await IsRunningAsync(instanceId, cancellation))
            await SendAsync(instanceId, new EventRaised(Hub.Now, eventName, settings.DataConverter.Serialize(eventPayload)), cancellation);
    }

    public override async Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        var output = settings.DataConverter.Serialize(options?.Output);
        await SendAsync(instanceId, new ExecutionTerminated(Hub.Now, output, options?.Recursive ?? false), cancellation);
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await SendAsync(instanceId, new ExecutionSuspended(Hub.Now, reason), cancellation);
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId, cancellation);
        await SendAsync(instanceId, new ExecutionResumed(Hub.Now, reason), cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, row => row.Status != OrchestrationStatus.Pending, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, row => row.Status.IsFinal(), cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await Hub.Store.GetRowAsync(instanceId, getInputsAndOutputs, cancellation) is { } row ? Show(row, getInputsAndOutputs) : null;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create(async (continuation, pageSize, cancellation) =>
    {
        var query = filter ?? new OrchestrationQuery();
        if (query.TaskHubNames is { } hubs && hubs.Any() && !hubs.Contains(Hub.Options.HubName, StringComparer.OrdinalIgnoreCase))
            return new Page<OrchestrationMetadata>([]);
        var page = await Hub.Store.QueryAsync(
            new InstanceFilter(
                query.CreatedFrom?.UtcDateTime,
                query.CreatedTo?.UtcDateTime,
                Statuses(query.Statuses),
                query.InstanceIdPrefix,
                pageSize ?? query.PageSize,
                query.FetchInputsAndOutputs,
                continuation ?? query.ContinuationToken),
            cancellation);
        return new Page<OrchestrationMetadata>([.. page.Rows.Select(row => Show(row, query.FetchInputsAndOutputs))], page.Continuation);
    });

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        var page = await Hub.Store.QueryAsync(
            new InstanceFilter(Statuses: Statuses(runtimeStatus) ?? OrchestrationStatusExtensions.Final, PageSize: pageSize, Continuation: lastInstanceKey),
            cancellation);
        var ids = page.Rows
            .Where(row => row.Status.IsFinal())
            .Where(row => completedTimeFrom is null || row.CompletedTime >= completedTimeFrom.Value.UtcDateTime)
            .Where(row => completedTimeTo is null || row.CompletedTime <= completedTimeTo.Value.UtcDateTime)
            .Select(row => row.InstanceId);
        return new Page<string>([.. ids], page.Continuation);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        using var owned = await OwnAsync(cancellation);
        return new PurgeResult(await new InstanceRemoval(Hub).PurgeAsync(instanceId, options?.Recursive ?? false, owned.Token), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var owned = await OwnAsync(cancellation);
        var statuses = Statuses(filter.Statuses)?.Where(status => status.IsFinal()).ToHashSet() ?? OrchestrationStatusExtensions.Final;
        var query = new InstanceFilter(filter.CreatedFrom?.UtcDateTime, filter.CreatedTo?.UtcDateTime, statuses);
        return await new InstanceRemoval(Hub).PurgeAllAsync(query, options?.Recursive ?? false, filter.Timeout, owned.Token);
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var state = await Hub.Store.LoadAsync(instanceId, cancellation)
            ?? throw new ArgumentException($"There is no orchestration instance with the id '{instanceId}'.", nameof(instanceId));
        var start = state.Start with
        {
            Timestamp = Hub.Now,
            InstanceId = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId,
            ExecutionId = Guid.NewGuid().ToString("N"),
            Parent = null,
            ScheduledStartTime = null,
            TraceParent = Activity.Current?.Id,
        };
        await StartAsync(start, OrchestrationStatusExtensions.Final, cancellation);
        return start.InstanceId;
    }

    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        using var owned = await OwnAsync(cancellation);
        await new Rewinder(Hub).RewindAsync(instanceId, reason, owned.Token);
    }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The present execution's history, for the management API; null if there is no such instance.</summary>
    internal async Task<IReadOnlyList<HistoryEvent>?> GetHistoryAsync(string instanceId, CancellationToken cancellation) =>
        (await Hub.Store.LoadAsync(instanceId, cancellation))?.History;

    private protected virtual Task ChangedAsync(Task change, string instanceId, CancellationToken cancellation) => change.WaitAsync(cancellation);

    private async Task StartAsync(ExecutionStarted start, IReadOnlySet<OrchestrationStatus> replaceable, CancellationToken cancellation)
    {
        using var owned = await OwnAsync(cancellation);
        var outcome = await Hub.WriteAsync(start.InstanceId, Hub.Store.CreateInstanceAsync(start, replaceable, owned.Token));
        if (outcome.Result == CreateResult.Exists)
            throw new InvalidOperationException($"An orchestration instance with the id '{start.InstanceId}' exists already and is {outcome.Existing}.");
        Hub.Post(start.InstanceId, null, reload: true, outcome.State);
    }

    private async Task SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        using var owned = await OwnAsync(cancellation);
        await Hub.SendAsync(instanceId, Guid.NewGuid().ToString("N"), message, owned.Token);
    }

    /// <summary>Whoever does not own the hub does not write to it.</summary>
    private async Task<CancellationTokenSource> OwnAsync(CancellationToken cancellation)
    {
        var lost = await Hub.Ownership.RequireAsync(Hub.Options.OwnershipWait, Hub.Time, cancellation);
        return CancellationTokenSource.CreateLinkedTokenSource(lost, cancellation);
    }

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, bool withPayloads, Predicate<InstanceRow> satisfied, CancellationToken cancellation)
    {
        while (true)
        {
            var change = Hub.Waiters.NextChangeAsync(instanceId);
            var row = await Hub.Store.GetRowAsync(instanceId, withPayloads, cancellation) ?? throw Missing(instanceId);
            if (satisfied(row))
                return Show(row, withPayloads);
            await ChangedAsync(change, instanceId, cancellation);
        }
    }

    private async Task<bool> IsRunningAsync(string instanceId, CancellationToken cancellation)
    {
        if (Hub.IsAlive(instanceId))
            return true;
        var row = await Hub.Store.GetRowAsync(instanceId, withPayloads: false, cancellation) ?? throw Missing(instanceId);
        return !row.Status.IsFinal();
    }

    private async Task RequireRunningAsync(string instanceId, CancellationToken cancellation)
    {
        if (!await IsRunningAsync(instanceId, cancellation))
            throw new InvalidOperationException($"The orchestration instance with the id '{instanceId}' is finished.");
    }

    private OrchestrationMetadata Show(InstanceRow row, bool withPayloads) => new(row.Name, row.InstanceId)
    {
        DataConverter = withPayloads ? settings.DataConverter : null,
        RuntimeStatus = (OrchestrationRuntimeStatus)row.Status,
        CreatedAt = Utc(row.CreatedTime),
        LastUpdatedAt = Utc(row.LastUpdatedTime),
        SerializedInput = withPayloads ? row.Input : null,
        SerializedOutput = withPayloads ? row.Output : null,
        SerializedCustomStatus = withPayloads ? row.CustomStatus : null,
        Tags = row.Tags ?? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
        FailureDetails = row.Failure,
    };

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static HashSet<OrchestrationStatus>? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.Select(status => (OrchestrationStatus)status).ToHashSet() is { Count: > 0 } set ? set : null;

    private static HashSet<OrchestrationStatus> Replaceable(IReadOnlyList<string>? dedupe)
    {
        var replaceable = OrchestrationStatusExtensions.Final.ToHashSet();
        foreach (var status in dedupe ?? [])
        {
            if (!Enum.TryParse<OrchestrationStatus>(status, ignoreCase: true, out var parsed))
                throw new ArgumentException($"'{status}' is no orchestration status.", nameof(dedupe));
            replaceable.Remove(parsed);
        }

        return replaceable;
    }

    private static InvalidOperationException Missing(string instanceId) => new($"There is no orchestration instance with the id '{instanceId}'.");
}
