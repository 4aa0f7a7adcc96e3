using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace Durable.Testing.Hub;

/// <summary>
/// The client that an app's functions get, with the answers and the errors of the official one, which goes over gRPC to the extension.
/// </summary>
internal sealed class HubClient(HubProcess process) : DurableTaskClient("TestHub")
{
    private StoredHub Hub => process.Hub;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        if (options?.InstanceId is ['@', ..])
            throw new ArgumentException($"Instance IDs starting with '@' are reserved for entities: {options.InstanceId}", nameof(options));
        var start = new ExecutionStartedEvent(-1, Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? process.Options.Versioning?.DefaultVersion ?? "",
            OrchestrationInstance = new OrchestrationInstance
            {
                InstanceId = options?.InstanceId ?? Hub.NewId(),
                ExecutionId = Hub.NewId(),
            },
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options is null ? null : new Dictionary<string, string>(options.Tags, StringComparer.Ordinal),
        };
        await StartAsync(start, options?.DedupeStatuses);
        return start.OrchestrationInstance.InstanceId;
    }

    public override async Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        cancellation.ThrowIfCancellationRequested();
        var raised = new EventRaisedEvent(-1, Serialize(eventPayload)) { Name = eventName };
        await TellAsync(
            instanceId,
            raised,
            static instance => !instance.HasEnded,
            static (_, _) => "The orchestration instance with the provided instance id is not running."
        );
    }

    public override Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) =>
        TellAsync(
            instanceId,
            new ExecutionTerminatedEvent(-1, Serialize(options?.Output)),
            static instance => !instance.HasEnded,
            CannotBe("terminate")
        );

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        TellAsync(
            instanceId,
            new ExecutionSuspendedEvent(-1, reason),
            static instance => instance is { HasEnded: false, Status: not OrchestrationStatus.Suspended },
            CannotBe("suspend")
        );

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        TellAsync(
            instanceId,
            new ExecutionResumedEvent(-1, reason),
            static instance => instance.Status == OrchestrationStatus.Suspended,
            CannotBe("resume")
        );

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        await CallAsync(new HubCall(HubVerb.Read, instanceId), work: null, StatusCode.Unknown);
        return Hub.Find(instanceId) is { } instance ? MetadataOf(instance, getInputsAndOutputs) : null;
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create(
            async (continuation, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                await CallAsync(new HubCall(HubVerb.Read, ""), work: null, StatusCode.Unknown);
                var size = filter?.PageSize ?? OrchestrationQuery.DefaultPageSize;
                var after = continuation ?? filter?.ContinuationToken;
                var left = Hub.Instances.Values.Where(instance => after is null || string.CompareOrdinal(instance.InstanceId, after) > 0);
                var found = left.Where(instance => Matches(instance, filter)).Take(size + 1).ToList();
                var page = found.Take(size).Select(instance => MetadataOf(instance, filter?.FetchInputsAndOutputs ?? false)).ToList();
                return new Page<OrchestrationMetadata>(page, found.Count > size ? page[^1].InstanceId : null);
            }
        );

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        await process.WaitAsync(instanceId, () => Hub.Find(instanceId) is { Status: not OrchestrationStatus.Pending });
        return (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation))!;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        await process.WaitAsync(instanceId, () => Hub.Find(instanceId) is { HasEnded: true });
        return (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation))!;
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var purged = 0;
        await CallAsync(
            new HubCall(HubVerb.Purge, instanceId),
            _ =>
            {
                if (Hub.Find(instanceId) is not { } instance)
                    return;
                if (!instance.HasEnded)
                    throw new InvalidOperationException(
                        "Only orchestrations in a terminal state can be purged, but the orchestration with instance ID "
                            + $"{instanceId} has status {instance.Status}"
                    );
                Hub.Remove(instanceId);
                purged = 1;
            },
            StatusCode.Internal
        );
        return new PurgeResult(purged, isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellation.ThrowIfCancellationRequested();
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        List<string> purged = [];
        await CallAsync(
            new HubCall(HubVerb.Purge, ""),
            _ =>
            {
                purged =
                [
                    .. Hub
                        .Instances.Values.Where(instance => instance.HasEnded && Matches(instance, query))
                        .Select(instance => instance.InstanceId),
                ];
                purged.ForEach(Hub.Remove);
            },
            StatusCode.Internal
        );
        return new PurgeResult(purged.Count, isComplete: true);
    }

    public override async Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        await CallAsync(new HubCall(HubVerb.Read, instanceId), work: null, StatusCode.Unknown);
        var old = Hub.Find(instanceId) ?? throw NotFound(instanceId);
        if (!restartWithNewInstanceId && !old.HasEnded)
            throw new InvalidOperationException($"An orchestration with the instanceId {instanceId} cannot be restarted.");
        var start = new ExecutionStartedEvent(-1, old.Input)
        {
            Name = old.Name,
            Version = old.Version,
            OrchestrationInstance = new OrchestrationInstance
            {
                InstanceId = restartWithNewInstanceId ? Hub.NewId() : instanceId,
                ExecutionId = Hub.NewId(),
            },
            Tags = old.Tags.ToDictionary(StringComparer.Ordinal),
        };
        await StartAsync(start, unwanted: null);
        return start.OrchestrationInstance.InstanceId;
    }

    public override async Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        await CallAsync(new HubCall(HubVerb.Read, instanceId), work: null, StatusCode.Unknown);
        var instance = Hub.Find(instanceId) ?? throw NotFound(instanceId);
        return [.. instance.History];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StartAsync(ExecutionStartedEvent start, IEnumerable<string>? unwanted)
    {
        var id = start.OrchestrationInstance.InstanceId;
        start.Timestamp = process.Now.UtcDateTime;
        var message = new Outgoing(
            id,
            start.OrchestrationInstance.ExecutionId,
            start,
            start.ScheduledStartTime is { } due ? new DateTimeOffset(due) : process.Now
        );
        var (old, row) = (default(StoredInstance), default(StoredInstance));
        await CallAsync(
            new HubCall(HubVerb.Start, id, [start]),
            fate =>
            {
                old = Hub.Find(id);
                if (
                    old is not null
                    && (!old.HasEnded || unwanted?.Contains(old.Status.ToString(), StringComparer.OrdinalIgnoreCase) == true)
                )
                    throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {id} already exists.");
                row = new StoredInstance(start, (old?.Generation + 1) ?? 0, process.Now);
                process.Send(message, fate);
                if (!process.Options.SplitCommits)
                    Hub.Put(row);
            },
            StatusCode.Internal
        );
        if (process.Options.SplitCommits)
            await CallAsync(new HubCall(HubVerb.StartRow, id, [start]), _ => PutUnlessChanged(old, row!), StatusCode.Internal);
    }

    /// <summary>
    /// The row is written under the condition that it is as it was before: meanwhile the first episode may have been stored, or another
    /// start's row.
    /// </summary>
    private void PutUnlessChanged(StoredInstance? old, StoredInstance row)
    {
        if (Hub.Find(row.InstanceId) == old)
            Hub.Put(row);
    }

    private Task TellAsync(
        string instanceId,
        HistoryEvent told,
        Func<StoredInstance, bool> mayBeTold,
        Func<string, OrchestrationStatus, string> refusal
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        told.Timestamp = process.Now.UtcDateTime;
        return CallAsync(
            new HubCall(HubVerb.Raise, instanceId, [told]),
            fate =>
            {
                if (Hub.Find(instanceId) is not { } instance)
                    throw new RpcException(
                        new Status(StatusCode.NotFound, $"No instance with ID '{instanceId}' was found. (Parameter 'instanceId')")
                    );
                if (!mayBeTold(instance))
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, refusal(instanceId, instance.Status)));
                process.Send(new Outgoing(instanceId, ExecutionId: null, told, process.Now), fate);
            },
            StatusCode.Unknown
        );
    }

    /// <summary>What the client's own code hears when the storage does not answer the extension.</summary>
    private async Task CallAsync(HubCall call, Action<HubFate>? work, StatusCode silence)
    {
        try
        {
            await process.CallAsync(call, work);
        }
        catch (HubUnavailableException e)
        {
            throw new RpcException(new Status(silence, e.InnerException!.Message, e), e.Message);
        }
    }

    private static ArgumentException NotFound(string instanceId) =>
        new($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));

    private static Func<string, OrchestrationStatus, string> CannotBe(string verb) =>
        (instanceId, status) => $"Cannot {verb} the orchestration instance {instanceId} because instance is in the {status} state.";

    private static bool Matches(StoredInstance instance, OrchestrationQuery? filter) =>
        filter is null
        || (
            (filter.CreatedFrom is not { } from || instance.CreatedAt >= from)
            && (filter.CreatedTo is not { } to || instance.CreatedAt <= to)
            && (filter.InstanceIdPrefix is not { } prefix || instance.InstanceId.StartsWith(prefix, StringComparison.Ordinal))
            && (filter.Statuses is not { } statuses || !statuses.Any() || statuses.Contains((OrchestrationRuntimeStatus)instance.Status))
        );

    private string? Serialize(object? value) => process.Replay.Converter.Serialize(value);

    // The official engine keeps no details of a failure beside the output.
    private OrchestrationMetadata MetadataOf(StoredInstance instance, bool withData) =>
        new(instance.Name, instance.InstanceId)
        {
            RuntimeStatus = (OrchestrationRuntimeStatus)instance.Status,
            CreatedAt = instance.CreatedAt,
            LastUpdatedAt = instance.LastUpdatedAt,
            SerializedInput = withData ? instance.Input : null,
            SerializedOutput = withData ? instance.Output : null,
            SerializedCustomStatus = withData ? instance.CustomStatus : null,
            DataConverter = withData ? process.Replay.Converter : null,
            Tags = instance.Tags,
        };
}
