using System.Globalization;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Parity.App.Client;

/// <summary>Makes calls of a hub's client, and says what came of them without throwing what the client throws.</summary>
public static class HubCaller
{
    public static async Task<ClientAnswer> CallAsync(
        DurableTaskClient client,
        ClientCall call,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            return await MakeAsync(client, call, time, cancellation);
        }
        catch (RpcException refused)
        {
            return new ClientAnswer(Refusal: $"{nameof(RpcException)} {refused.StatusCode}");
        }
        catch (Exception refused)
            when (refused is ArgumentException or InvalidOperationException or OrchestrationAlreadyExistsException or NotSupportedException)
        {
            return new ClientAnswer(Refusal: refused.GetType().Name);
        }
    }

    private static async Task<ClientAnswer> MakeAsync(
        DurableTaskClient client,
        ClientCall call,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var id = call.InstanceId;
        switch (call.Verb)
        {
            case Verb.Start:
                return new ClientAnswer(Value: await StartAsync(client, call, time, cancellation));
            case Verb.Raise:
                await client.RaiseEventAsync(id, call.Name!, call.Payload, cancellation);
                return new ClientAnswer();
            case Verb.Suspend:
                await client.SuspendInstanceAsync(id, Text(call.Payload), cancellation);
                return new ClientAnswer();
            case Verb.Resume:
                await client.ResumeInstanceAsync(id, Text(call.Payload), cancellation);
                return new ClientAnswer();
            case Verb.Terminate:
                await client.TerminateInstanceAsync(id, new TerminateInstanceOptions(call.Payload, call.Recursive), cancellation);
                return new ClientAnswer();
            case Verb.Purge:
                var purged = await client.PurgeInstanceAsync(id, new PurgeInstanceOptions(call.Recursive), cancellation);
                return new ClientAnswer(Value: purged.PurgedInstanceCount.ToString(CultureInfo.InvariantCulture));
            case Verb.Restart:
                return new ClientAnswer(Value: await client.RestartAsync(id, call.NewId, cancellation));
            case Verb.Get:
                var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation);
                return new ClientAnswer(Instance: instance is null ? null : Snapshot.Of(instance));
            case Verb.History:
                return new ClientAnswer(Lines: HistoryLines.Of(await client.GetOrchestrationHistoryAsync(id, cancellation)));
            case Verb.List:
                return new ClientAnswer(Lines: await ListAsync(client, id, cancellation));
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call.Verb, "There is no such call.");
        }
    }

    private static Task<string> StartAsync(DurableTaskClient client, ClientCall call, TimeProvider time, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(call.InstanceId, call.StartAfter is { } after ? time.GetUtcNow() + after : null)
        {
            Version = call.Version is { } version ? new TaskVersion(version) : default(TaskVersion?),
        };
        if (call.KeepEnded)
            options = options.WithDedupeStatuses(
                OrchestrationRuntimeStatus.Completed,
                OrchestrationRuntimeStatus.Failed,
                OrchestrationRuntimeStatus.Terminated
            );
        return client.ScheduleNewOrchestrationInstanceAsync(call.Name!, call.Payload, options, cancellation);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(DurableTaskClient client, string prefix, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await foreach (
            var instance in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: prefix)).WithCancellation(cancellation)
        )
            lines.Add($"{instance.InstanceId} {instance.Name} {instance.RuntimeStatus}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string? Text(JsonElement? payload) => payload?.GetString();
}
