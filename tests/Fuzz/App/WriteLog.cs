using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Fuzz.App;

/// <summary>
/// What is written to storage on behalf of which request. Every storage call of host and worker comes by here, with the trace that the
/// request began (W3C <c>traceparent</c>): so a request answers for its own writes however many others there are, and for those that come
/// after its answer too.
/// </summary>
internal sealed partial class WriteLog
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _writes = new(StringComparer.Ordinal);
    private int _traced;

    /// <summary>How many writes of watched requests were seen: none at all would mean that traces do not come through.</summary>
    public int Traced => Volatile.Read(ref _traced);

    /// <summary>Begins to note what is done on behalf of a trace.</summary>
    public void Watch(string traceId) => _writes[traceId] = new();

    /// <summary>What was written so far, for example <c>POST table Quarantine</c>.</summary>
    public IReadOnlyList<string> Of(string traceId) => _writes.TryGetValue(traceId, out var writes) ? [.. writes] : [];

    /// <summary>Passes a storage call on, and notes it if it writes and goes well.</summary>
    public async Task PassAsync(string service, HttpContext call, Func<Task> forward)
    {
        var request = call.Request;
        if (
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || !_writes.TryGetValue(TraceOf(request), out var writes)
        )
        {
            await forward();
            return;
        }

        // The first segment is the account.
        var path = string.Join('/', request.Path.Value!.Split('/').Skip(2));
        if (path == "$batch")
        {
            await PassBatchAsync(call, forward, writes);
            return;
        }

        // Noted before its answer is out: who waits for that may look here next.
        call.Response.OnStarting(() =>
        {
            if (call.Response.StatusCode is >= 200 and < 300)
                Note(writes, $"{request.Method} {service} {Name().Match(path)}");
            return Task.CompletedTask;
        });
        await forward();
    }

    // The rows of a transaction stand in its body; so does whether it went well, inside an answer that always says that it did.
    private async Task PassBatchAsync(HttpContext call, Func<Task> forward, ConcurrentQueue<string> writes)
    {
        call.Request.EnableBuffering();
        using var reader = new StreamReader(call.Request.Body, Encoding.UTF8, leaveOpen: true);
        var rows = await reader.ReadToEndAsync();
        call.Request.Body.Position = 0;

        var (line, answer) = (call.Response.Body, new MemoryStream());
        await using (answer)
        {
            call.Response.Body = answer;
            await forward();
            call.Response.Body = line;
            if (!Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length).Contains("HTTP/1.1 4", StringComparison.Ordinal))
            {
                foreach (Match row in Row().Matches(rows))
                    Note(writes, $"{row.Groups["method"]} table {row.Groups["table"]}");
            }

            answer.Position = 0;
            await answer.CopyToAsync(line);
        }
    }

    private void Note(ConcurrentQueue<string> writes, string write)
    {
        Interlocked.Increment(ref _traced);
        writes.Enqueue(write);
    }

    /// <returns>Empty for a call without a trace.</returns>
    private static string TraceOf(HttpRequest request) =>
        request.Headers.TraceParent.ToString().Split('-') is [_, { Length: 32 } trace, ..] ? trace : "";

    [GeneratedRegex("^[A-Za-z0-9$-]+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^(?<method>POST|PUT|PATCH|MERGE|DELETE) http://[^/]+/[^/]+/(?<table>[A-Za-z0-9]+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Row();
}
