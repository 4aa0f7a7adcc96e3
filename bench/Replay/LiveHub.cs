using Azure.Data.Tables;
using Durable.Testing.Replay;
using DurableTask.AzureStorage;
using DurableTask.Core.History;
using Newtonsoft.Json.Linq;

namespace Bench.Replay;

/// <summary>
/// The histories of a hub in a storage account, read by the official engine. The hub is only read, also while an app runs on it: its list
/// of instances is read from the table, because the engine would first create what it misses of a hub, and would give it more partitions
/// than it has.
/// </summary>
internal sealed class LiveHub(string connectionString, string hubName) : IDisposable
{
    private readonly TableClient _instances = new(connectionString, $"{hubName}Instances");

    private readonly AzureStorageOrchestrationService _histories = new(
        new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(connectionString),
            TaskHubName = hubName,
        }
    );

    /// <summary>The open instances: those that a deployment of other code would go on with.</summary>
    /// <exception cref="Azure.RequestFailedException">The account or the hub is not there.</exception>
    public async IAsyncEnumerable<RecordedHistory> OpenAsync()
    {
        const string Open = "RuntimeStatus eq 'Running' or RuntimeStatus eq 'ContinuedAsNew' or RuntimeStatus eq 'Suspended'";
        await foreach (var row in _instances.QueryAsync<TableEntity>(Open, select: ["PartitionKey", "ExecutionId"]))
        {
            // The engine doubles the one special character that an instance's id can have.
            var instanceId = row.PartitionKey.Replace("^^", "^", StringComparison.Ordinal);
            var events = JArray
                .Parse(await _histories.GetOrchestrationHistoryAsync(instanceId, row.GetString("ExecutionId")))
                .Select(Event)
                .ToList();

            // It may have ended or begun anew meanwhile.
            if (events.OfType<ExecutionStartedEvent>().Any())
                yield return new RecordedHistory(instanceId, events);
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

        var verdict = broken == 0 ? "today's code goes on with all of them" : $"today's code would break {broken}";
        await report.WriteLineAsync($"{open} open instances of hub {hubName} were replayed: {verdict}.");
        return broken == 0 ? 0 : 1;
    }

    public void Dispose() => _histories.Dispose();

    /// <summary>The engine gives each event as JSON, with its kind as a number.</summary>
    private static HistoryEvent Event(JToken json)
    {
        var kind = (EventType)json.Value<int>(nameof(HistoryEvent.EventType));
        var type = typeof(HistoryEvent).Assembly.GetType($"{typeof(HistoryEvent).Namespace}.{kind}Event", throwOnError: true)!;
        return (HistoryEvent)json.ToObject(type)!;
    }
}
