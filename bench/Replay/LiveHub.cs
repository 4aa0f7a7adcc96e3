using Durable.Testing.Replay;
using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.History;
using Newtonsoft.Json.Linq;

namespace Bench.Replay;

/// <summary>The histories of a hub in a storage account, as the official engine keeps them. The hub is only read, also while an app runs on it.</summary>
internal sealed class LiveHub(string connectionString, string hubName)
{
    private static readonly OrchestrationStatus[] _open = [OrchestrationStatus.Running, OrchestrationStatus.ContinuedAsNew, OrchestrationStatus.Suspended];

    private readonly AzureStorageOrchestrationService _service = new(new AzureStorageOrchestrationServiceSettings
    {
        StorageAccountClientProvider = new StorageAccountClientProvider(connectionString),
        TaskHubName = hubName,
    });

    /// <summary>The open instances: those that a deployment of other code would go on with.</summary>
    /// <exception cref="DurableTask.AzureStorage.Storage.DurableTaskStorageException">The account or the hub is not there.</exception>
    public async IAsyncEnumerable<RecordedHistory> OpenAsync()
    {
        foreach (var state in await _service.GetOrchestrationStateAsync(DateTime.MinValue, createdTimeTo: null, _open))
        {
            var instance = state.OrchestrationInstance;
            var events = JArray.Parse(await _service.GetOrchestrationHistoryAsync(instance.InstanceId, instance.ExecutionId)).Select(Event).ToList();

            // It may have ended or begun anew meanwhile.
            if (events.OfType<ExecutionStartedEvent>().Any())
                yield return new RecordedHistory(instance.InstanceId, events);
        }
    }

    /// <summary>Says which open instances the code behind a gate would break.</summary>
    /// <returns>0 if none, 1 if any: what a pipeline asks.</returns>
    public async Task<int> CheckAsync(HistoryGate gate, TextWriter report)
    {
        var (open, broken) = (0, 0);
        await foreach (var history in OpenAsync())
        {
            open++;
            if (gate.Check(history, exact: false) is not { } difference)
                continue;
            broken++;
            await report.WriteLineAsync(difference.ToString());
        }

        await report.WriteLineAsync(FormattableString.Invariant($"{open} open instances of hub {hubName} were replayed: {(broken == 0 ? "today's code goes on with all of them" : $"today's code would break {broken}")}."));
        return broken == 0 ? 0 : 1;
    }

    /// <summary>The engine gives each event as JSON, with its kind as a number.</summary>
    private static HistoryEvent Event(JToken json)
    {
        var kind = (EventType)json.Value<int>(nameof(HistoryEvent.EventType));
        var type = typeof(HistoryEvent).Assembly.GetType($"{typeof(HistoryEvent).Namespace}.{kind}Event", throwOnError: true)!;
        return (HistoryEvent)json.ToObject(type)!;
    }
}
