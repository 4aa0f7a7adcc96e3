using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalRuntime.Testing.Replay;

/// <summary>The histories of a hub in a storage account. It is only read, also while an app runs on it.</summary>
public static class LiveHub
{
    /// <summary>The open instances: those that a deployment of other code would go on with.</summary>
    /// <exception cref="Azure.RequestFailedException">The account or the hub is not there.</exception>
    public static async IAsyncEnumerable<RecordedHistory> OpenAsync(string connectionString, string hubName)
    {
        var hub = new AzureHub(hubName, AzureHubClients.Tables(connectionString), AzureHubClients.Blobs(connectionString));
        await using var store = new AzureHubStore(hub, TimeProvider.System, NullLogger<AzureHubStore>.Instance);
        await foreach (var instanceId in store.ListUnfinishedAsync(CancellationToken.None))
        {
            // It may have ended meanwhile; one that has not run yet has nothing to replay.
            if (await store.LoadAsync(instanceId, CancellationToken.None) is { History.Count: > 0 } state)
                yield return new RecordedHistory(instanceId, state.Row.Name, state.Row.Version, state.History);
        }
    }

    /// <summary>Says which open instances the code behind a gate would break.</summary>
    /// <returns>0 if none, 1 if any: what a pipeline asks.</returns>
    public static async Task<int> CheckAsync(string connectionString, string hubName, HistoryGate gate, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(report);
        var (open, broken) = (0, 0);
        await foreach (var history in OpenAsync(connectionString, hubName))
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
}
