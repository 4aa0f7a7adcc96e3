using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Fuzz.App;

/// <summary>
/// What is written to storage on behalf of which request. Every storage call of this process passes the HTTP transport, where it belongs to the trace that the request began: so a request answers for
/// its own writes however many others there are, and for those that come after its answer too.
/// </summary>
internal sealed partial class WriteLog : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string Ended = "System.Net.Http.HttpRequestOut.Stop";

    private readonly Dictionary<int, string> _services;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _writes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<IDisposable> _subscriptions = new();

    public WriteLog(int blobPort, int queuePort, int tablePort)
    {
        _services = new() { [blobPort] = "blob", [queuePort] = "queue", [tablePort] = "table" };
        _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Begins to note what is done on behalf of a trace.</summary>
    public void Watch(string traceId) => _writes[traceId] = new();

    /// <summary>What was written so far, for example <c>POST table Quarantine</c>.</summary>
    public IReadOnlyList<string> Of(string traceId) => _writes.TryGetValue(traceId, out var writes) ? [.. writes] : [];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
            _subscriptions.Enqueue(value.Subscribe(this, name => name.StartsWith("System.Net.Http.HttpRequestOut", StringComparison.Ordinal)));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == Ended
            && Activity.Current is { } activity
            && _writes.TryGetValue(activity.TraceId.ToHexString(), out var writes)
            && Member<HttpRequestMessage>(value.Value, "Request") is { RequestUri: { } address } request
            && request.Method != HttpMethod.Get && request.Method != HttpMethod.Head
            && Member<HttpResponseMessage>(value.Value, "Response") is { IsSuccessStatusCode: true } response
            && _services.TryGetValue(address.Port, out var service))
        {
            foreach (var write in Told(service, request, address, response))
                writes.Enqueue(write);
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

    private static T? Member<T>(object? of, string name)
        where T : class => of?.GetType().GetProperty(name)?.GetValue(of) as T;

    private static IEnumerable<string> Told(string service, HttpRequestMessage request, Uri address, HttpResponseMessage response)
    {
        // The first segment is the account.
        var path = string.Concat(address.Segments.Skip(2));
        return path == "$batch" ? Batched(request, response) : [$"{request.Method} {service} {Name().Match(path)}"];
    }

    // The rows of a transaction stand in its body, which may be read again: the SDK repeats it when it has to. So does whether it went well, inside an answer that always says that it did.
    private static string[] Batched(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (Text(response.Content).Contains("HTTP/1.1 4", StringComparison.Ordinal))
            return [];
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, context: null, CancellationToken.None);
        return [.. Row().Matches(Encoding.UTF8.GetString(body.ToArray())).Select(row => $"{row.Groups["method"]} table {row.Groups["table"]}")];
    }

    [SuppressMessage("Usage", "VSTHRD002", Justification = "An observer is told synchronously; the emulator has sent the few bytes by then.")]
    private static string Text(HttpContent content)
    {
        content.LoadIntoBufferAsync().GetAwaiter().GetResult();
        using var copy = new MemoryStream();
        content.CopyTo(copy, context: null, CancellationToken.None);
        return Encoding.UTF8.GetString(copy.ToArray());
    }

    [GeneratedRegex("^[A-Za-z0-9$-]+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<method>POST|PUT|PATCH|MERGE|DELETE) http://[^/]+/[^/]+/(?<table>[A-Za-z0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
