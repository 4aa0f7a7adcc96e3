using System.Text.Json;
using System.Text.RegularExpressions;
using Fuzz.App;
using Fuzz.Wire;
using Orders.Testing;

namespace Fuzz.Judging;

/// <summary>What must hold for every answer, whatever was asked.</summary>
internal sealed partial class Judge(Contract contract)
{
    /// <summary>Two waits of five seconds for an orchestration, and a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Of the host, where nothing of the contract is reached: not found, not that method, not HTTP, too much of it.
    private static readonly int[] OfTheHost = [400, 401, 404, 405, 408, 411, 413, 414, 417, 431, 501, 505];

    // What the orchestration itself decides has to be told to it: its inbox takes the question. What is filed before the order refuses it
    // is taken away again.
    private static readonly HashSet<string> Decided = new(StringComparer.Ordinal)
    {
        "CancelOrder",
        "ChangeAddress",
        "RequestChange",
        "ConfirmChange",
        "DeclineChange",
        "DecideStock",
        "FileClaim",
        "FileRequest",
        "RequestReturn",
        "SendReturn",
        "DecideClaim",
        "DecideRefund",
        "OpsReviewDecide",
        "OpsVoidParcel",
        "OpsInspectParcel",
        "InspectReturn",
        "ReplyToRequest",
        "OrderPageAct",
    };

    private readonly Router _router = new(contract);

    public ContractOperation? Find(FuzzRequest request) => _router.Find(request.Method, request.Path);

    /// <summary>What is wrong with an answer; the first word of each fault is its kind.</summary>
    /// <param name="writes">What was written on behalf of the request.</param>
    public IReadOnlyList<string> Faults(FuzzRequest request, FuzzAnswer answer, IReadOnlyList<string> writes)
    {
        if (answer.Hung || answer.Took > Patience)
            return [$"hang: {answer.Took.TotalSeconds:0.0} s"];
        if (answer.Status == 0)
            return request.BreaksHttp ? [] : ["silence: the connection ended without an answer"];

        List<string> faults = [];
        var operation = Find(request);
        if (IsUnavailable(answer))
            return [];
        if (
            answer.Status >= 500
            && !(answer.Status == 503 && IsDocumented(operation, 503))
            && !(answer.Status is 501 or 505 && operation is null)
        )
            faults.Add($"server-error: {answer.Status}");
        else if (operation is null || (request.BreaksHttp && answer.Body.Length == 0))
            faults.AddRange(OfTheHost.Contains(answer.Status) ? [] : [$"route: {answer.Status} where nothing is documented"]);
        else
            faults.AddRange(
                contract
                    .Check(operation, answer.Status, answer.ContentType, answer.Body)
                    .Select(error => $"contract: {Index().Replace(error, "[]")}")
            );
        if (answer.Status >= 400)
            faults.AddRange(
                Undocumented(operation, answer.Status, writes).Select(write => $"write: refused with {answer.Status}, and {write}")
            );
        faults.AddRange(Problems(answer));
        faults.AddRange(Headers(operation, answer));
        faults.AddRange(Leaks(answer));
        return [.. faults.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The writes that nobody was told of.</summary>
    public static IEnumerable<string> Undocumented(ContractOperation? operation, int status, IReadOnlyList<string> writes) =>
        Left(writes)
            .Where(write =>
                (operation, status) switch
                {
                    // What a stranger posts is kept for operations, so many a minute.
                    ({ Tag: "webhooks" }, 401) => !write.EndsWith(" table Quarantine", StringComparison.Ordinal),
                    // The address waits beside the order's own until the order has decided; a refused one is forgotten again, by the order
                    // or by the call.
                    ({ Id: "ChangeAddress" }, 409) => !write.EndsWith(" table Contacts", StringComparison.Ordinal) && !IsOfTheHub(write),
                    ({ } command, 409) when Decided.Contains(command.Id) => !IsOfTheHub(write),
                    _ => true,
                }
            );

    /// <summary>The orchestration is told, by its queues and tables.</summary>
    private static bool IsOfTheHub(string write) =>
        write.Split(' ')[^1].StartsWith(Soak.Harness.App.Hub, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Without what was put and taken away again: a case file stands before its order is asked, so that it cannot be lost.
    /// </summary>
    private static List<string> Left(IReadOnlyList<string> writes)
    {
        List<string> left = [];
        foreach (var write in writes)
        {
            var thing = write[(write.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            var put = write.StartsWith("DELETE ", StringComparison.Ordinal)
                ? left.FindLastIndex(other =>
                    other.EndsWith(thing, StringComparison.Ordinal) && !other.StartsWith("DELETE ", StringComparison.Ordinal)
                )
                : -1;
            if (put < 0)
                left.Add(write);
            else
                left.RemoveAt(put);
        }

        return left;
    }

    /// <summary>The storage did not answer in time, and the caller is told when to come again: what it had done by then counts.</summary>
    private static bool IsUnavailable(FuzzAnswer answer) =>
        answer.Status == 503
        && answer.Headers.ContainsKey("retry-after")
        && answer.Text.Contains("\"urn:orders:unavailable\"", StringComparison.Ordinal);

    private static bool IsDocumented(ContractOperation? operation, int status) =>
        operation is not null && operation.Node.GetProperty("responses").TryGetProperty($"{status}", out _);

    private static IEnumerable<string> Problems(FuzzAnswer answer)
    {
        if (answer.ContentType != "application/problem+json")
            yield break;
        using var body = JsonDocument.Parse(answer.Body);
        if (body.RootElement.GetProperty("status").GetInt32() != answer.Status)
            yield return "problem: its status is another than the answer's";
        if (!body.RootElement.TryGetProperty("traceId", out _))
            yield return "problem: without traceId";
        if (answer.Status == 400 && !body.RootElement.TryGetProperty("errors", out _) && !body.RootElement.TryGetProperty("detail", out _))
            yield return "problem: 400 that names nothing";
    }

    private static IEnumerable<string> Headers(ContractOperation? operation, FuzzAnswer answer)
    {
        if (answer.ContentType == "text/html")
        {
            foreach (var name in (string[])["cache-control", "content-security-policy", "referrer-policy", "x-content-type-options"])
            {
                if (!answer.Headers.ContainsKey(name))
                    yield return $"header: a page without {name}";
            }
        }
        else if (
            answer.Status is 200
            && (
                operation?.Id.Contains("Photo", StringComparison.Ordinal) == true
                || operation?.Id.Contains("Attachment", StringComparison.Ordinal) == true
            )
        )
        {
            if (
                answer.Headers.GetValueOrDefault("x-content-type-options") != "nosniff"
                || !answer.Headers.GetValueOrDefault("content-disposition", "").StartsWith("attachment", StringComparison.Ordinal)
            )
                yield return "header: a file that a browser would open";
        }

        if (operation is not null && answer.Status is 201 or 303 && !answer.Headers.ContainsKey("location"))
            yield return $"header: {answer.Status} without Location";
    }

    private static IEnumerable<string> Leaks(FuzzAnswer answer)
    {
        var text = answer.ContentType is "application/pdf" ? "" : answer.Text;
        if (Stack().IsMatch(text))
            yield return "leak: the answer shows the app's inside";
        if (
            answer.ContentType != "text/html"
            && FuzzedShop.Secrets.FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal)) is not null
        )
            yield return "leak: the answer shows a secret";
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, 1000)]
    private static partial Regex Index();

    [GeneratedRegex(@"   at [A-Z][A-Za-z.]+\(|System\.[A-Za-z.]*Exception|RequestFailedException|devstoreaccount", RegexOptions.None, 1000)]
    private static partial Regex Stack();
}
