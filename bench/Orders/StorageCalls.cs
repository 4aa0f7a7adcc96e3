using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Bench.Orders;

/// <summary>
/// Counts the storage calls of host and worker on their way, retries included: the app's own and the engine's. What goes on without orders
/// (leases, looks into empty queues, the host's timers) is left out, and the books of the sandbox companies, which are not the shop's.
/// </summary>
internal sealed partial class StorageCalls
{
    private const string Hub = Soak.Harness.App.Hub;

    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<(long At, string Call)> _sequence = new();

    /// <summary>The calls so far, by owner, table or queue, and operation: <c>app, Orders: read a row (state)</c>.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() => new Dictionary<string, int>(_calls, StringComparer.Ordinal);

    public int Total => _calls.Values.Sum();

    /// <summary>The calls so far, one after another as they came, with the time of each.</summary>
    public IReadOnlyList<(long At, string Call)> Sequence => [.. _sequence];

    /// <summary>Passes a call on, and counts it.</summary>
    public async Task PassAsync(string service, HttpContext call, Func<Task> forward)
    {
        // The first segment is the account.
        var path = string.Join('/', call.Request.Path.Value!.Split('/').Skip(2));
        if (service == "queue" && HttpMethods.IsGet(call.Request.Method))
        {
            if (await FindsAsync(call, forward))
                Count(path, "receive");
            return;
        }

        if (service == "table" && path == "$batch")
            Count(await RowAsync(call.Request), "transaction");
        else if (Operation(service, call.Request, path) is { } operation)
            Count(path, operation);
        await forward();
    }

    private void Count(string path, string operation)
    {
        if (path.StartsWith("Sandbox", StringComparison.OrdinalIgnoreCase) || IsOfTheHost(path))
            return;
        var owner = path.StartsWith(Hub, StringComparison.OrdinalIgnoreCase) ? "engine" : "app";
        var store = path.Split('/', '(')[0];
        var call = $"{owner}, {store}: {operation}{RowKind(path)}";
        _calls.AddOrUpdate(call, 1, (_, calls) => calls + 1);
        _sequence.Enqueue((Stopwatch.GetTimestamp(), call));
    }

    /// <summary>Which of a table's rows a call is about, by the first word of its key; nothing where keys are ids.</summary>
    private static string RowKind(string path) => RowKey().Match(path) is { Success: true } key ? $" ({key.Groups["kind"].Value})" : "";

    [GeneratedRegex("^Orders\\(.*RowKey='(?<kind>[a-z]+)")]
    private static partial Regex RowKey();

    /// <summary>Leases of partitions, and what the host keeps for itself.</summary>
    private static bool IsOfTheHost(string path) =>
        path.StartsWith("azure-webjobs", StringComparison.Ordinal)
        || path.StartsWith(Hub + "Partitions", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(Hub + "-leases", StringComparison.OrdinalIgnoreCase)
        || path.Contains("taskhub.json", StringComparison.Ordinal);

    /// <summary>Whether a look into a queue finds a message.</summary>
    private static async Task<bool> FindsAsync(HttpContext call, Func<Task> forward)
    {
        var line = call.Response.Body;
        using var answer = new MemoryStream();
        call.Response.Body = answer;
        await forward();
        call.Response.Body = line;
        answer.Position = 0;
        await answer.CopyToAsync(line);
        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length).Contains("<QueueMessage>", StringComparison.Ordinal);
    }

    /// <summary>The path of the first row of a transaction: all are in one table.</summary>
    private static async Task<string> RowAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        var url = body.Split('\n').First(line => line.Contains(" http://", StringComparison.Ordinal)).Split(' ')[1];
        return string.Join('/', new Uri(url).AbsolutePath.Split('/').Skip(2));
    }

    /// <returns>Null for a call that no order causes.</returns>
    private static string? Operation(string service, HttpRequest request, string path)
    {
        if (request.QueryString.Value?.Contains("comp=lease", StringComparison.Ordinal) == true)
            return null;
        return service switch
        {
            "table" when HttpMethods.IsGet(request.Method) => path.Contains("PartitionKey=", StringComparison.Ordinal)
                ? "read a row"
                : "query",
            "table" => request.Method switch
            {
                "POST" => "insert",
                "DELETE" => "delete",
                _ => "update",
            },
            "queue" => request.Method switch
            {
                "POST" => "send",
                "DELETE" => "delete",
                _ => "prolong",
            },
            _ => request.Method switch
            {
                "GET" or "HEAD" => "read",
                "DELETE" => "delete",
                _ => "write",
            },
        };
    }
}
