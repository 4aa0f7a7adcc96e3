using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Integration.Tests.Background;

/// <summary>The task hub as the pump sees it: instances with a status, events raised, orchestrations started.</summary>
internal sealed class ScriptedDurableClient() : DurableTaskClient("test")
{
    public Dictionary<string, OrchestrationRuntimeStatus> Instances { get; } = [];

    /// <summary>The histories of instances whose row the extension cannot read.</summary>
    public Dictionary<string, IList<HistoryEvent>> Unreadable { get; } = [];

    public List<(string InstanceId, string Name, object? Payload)> Raised { get; } = [];

    public List<(string Name, string? InstanceId, object? Input)> Started { get; } = [];

    /// <summary>Thrown by the next raise.</summary>
    public Exception? Fault { get; set; }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) =>
        Unreadable.ContainsKey(instanceId)
            ? throw new RpcException(new Status(StatusCode.Unknown, "Exception was thrown by handler."))
            : Task.FromResult(
                Instances.TryGetValue(instanceId, out var status)
                    ? new OrchestrationMetadata("Test", instanceId) { RuntimeStatus = status }
                    : null
            );

    public override Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        Task.FromResult(Unreadable.TryGetValue(instanceId, out var history) ? history : []);

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        if (!Unreadable.ContainsKey(instanceId) && !Instances.ContainsKey(instanceId))
            throw new RpcException(new Status(StatusCode.NotFound, "No instance with the provided instance id was found."));
        if (Unreadable.ContainsKey(instanceId) || Instances[instanceId] == OrchestrationRuntimeStatus.Completed)
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, "The orchestration instance with the provided instance id is not running.")
            );
        Raised.Add((instanceId, eventName, eventPayload));
        return Task.CompletedTask;
    }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        Started.Add((orchestratorName.Name, options?.InstanceId, input));
        var id = options?.InstanceId ?? $"{Started.Count}";
        Instances[id] = OrchestrationRuntimeStatus.Running;
        return Task.FromResult(id);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
