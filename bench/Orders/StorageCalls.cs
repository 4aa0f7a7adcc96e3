using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bench.Orders;

/// <summary>
/// Counts the storage calls of the app at the HTTP transport, where every client of this process passes, retries included. Calls that carry <see cref="OwnMark"/> are
/// the bench's own; those of the sandbox companies are not the shop's; the host's looks into empty queues and its lease go on without orders.
/// </summary>
internal sealed class StorageCalls : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The application id of the bench's own clients.</summary>
    public const string OwnMark = "bench";

    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string Begun = "System.Net.Http.HttpRequestOut.Start";

    private readonly Dictionary<int, string> _services;
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<IDisposable> _subscriptions = new();

    public StorageCalls(int blobPort, int queuePort, int tablePort)
    {
        _services = new() { [blobPort] = "blob", [queuePort] = "queue", [tablePort] = "table" };
        _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>The calls so far, by service and operation: <c>table: transaction</c>.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() => new Dictionary<string, int>(_calls, StringComparer.Ordinal);

    public int Total => _calls.Values.Sum();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
            _subscriptions.Enqueue(value.Subscribe(this, name => name.StartsWith("System.Net.Http.HttpRequestOut", StringComparison.Ordinal)));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == Begun
            && value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is HttpRequestMessage { RequestUri: { } address } request
            && _services.TryGetValue(address.Port, out var service)
            && !request.Headers.UserAgent.ToString().Contains(OwnMark, StringComparison.Ordinal)
            && Operation(service, request.Method, address) is { } operation)
        {
            _calls.AddOrUpdate($"{service}: {operation}", 1, (_, calls) => calls + 1);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    /// <returns>Null for a call that no order causes.</returns>
    private static string? Operation(string service, HttpMethod method, Uri address)
    {
        // The first segment is the account.
        var path = Uri.UnescapeDataString(string.Concat(address.Segments.Skip(2)));
        if (path.StartsWith("Sandbox", StringComparison.OrdinalIgnoreCase) || path.Contains("/leases", StringComparison.Ordinal) || address.Query.Contains("comp=lease", StringComparison.Ordinal))
            return null;
        return service switch
        {
            "table" when path == "$batch" => "transaction",
            "table" when method == HttpMethod.Get => path.Contains("PartitionKey=", StringComparison.Ordinal) ? "read a row" : "query",
            "table" => method.Method switch { "POST" => "insert", "DELETE" => "delete", _ => "update" },
            "queue" when method == HttpMethod.Get => null,
            "queue" => method.Method switch { "POST" => "send", "DELETE" => "delete", _ => "prolong" },
            _ => method.Method switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" },
        };
    }
}
