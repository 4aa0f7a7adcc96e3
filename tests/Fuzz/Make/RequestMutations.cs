using Fuzz.App;
using Fuzz.Wire;
using Orders.Testing;

namespace Fuzz.Make;

/// <summary>Spoils a request outside of what its body says.</summary>
internal static class RequestMutations
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get"];

    private static readonly string[] ContentTypes =
    [
        "application/json; charset=utf-16",
        "application/json;charset=\"UTF-8\"",
        "application/json; charset=latin1",
        "text/json",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"fuzz-boundary\"",
        "multipart/mixed; boundary=fuzz-boundary",
        "application/problem+json",
        "application/merge-patch+json",
        "APPLICATION/JSON",
        "",
        ";",
        "a/b/c",
        "application/json, application/json",
        "multipart/form-data; boundary=fuzz-boundary; boundary=other",
        "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    private static readonly string[] HeaderNames =
    [
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Content-Encoding",
        "Content-Language",
        "Cookie",
        "Forwarded",
        "If-Match",
        "If-Modified-Since",
        "Idempotency-Key",
        "Origin",
        "Range",
        "Referer",
        "Sandbox-Signature",
        "Sec-Fetch-Site",
        "TE",
        "Upgrade-Insecure-Requests",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-HTTP-Method-Override",
        "x-functions-key",
        "x-ms-continuation-token",
    ];

    public static FuzzRequest Apply(FuzzRequest request, ContractOperation operation, Random random)
    {
        var choice = random.Next(100);
        if (request.Signing != Signing.None && choice < 25)
        {
            var signing = Enum.GetValues<Signing>()[random.Next(8)];
            return (request with { Signing = signing }).After($"signature: {signing}");
        }

        return choice switch
        {
            < 45 when request.Body is not null => Bytes(request, random),
            < 60 => Path(request, operation, random),
            < 72 => Query(request, random),
            < 78 => Key(request, random),
            < 84 => ContentType(request, random),
            < 95 => Header(request, random),
            < 98 => Method(request, random),
            _ => Frame(request, random),
        };
    }

    private static FuzzRequest Bytes(FuzzRequest request, Random random)
    {
        var (bytes, what) = ByteMutations.Apply(request.Body!, random);
        var spoiled = request with { Body = bytes };
        if (what == "gzipped" && random.Next(2) == 0)
            spoiled = spoiled with { Headers = [.. spoiled.Headers, ("Content-Encoding", "gzip")] };
        return spoiled.After($"body {what}");
    }

    private static FuzzRequest Path(FuzzRequest request, ContractOperation operation, Random random)
    {
        var segments = request.Path.Split('/');
        var holes = operation
            .Path.Split('/')
            .Index()
            .Where(segment => segment.Item.StartsWith('{'))
            .Select(segment => segment.Index)
            .ToArray();
        var at = holes.Length > 0 && random.Next(4) > 0 ? holes[random.Next(holes.Length)] : random.Next(1, segments.Length);
        if (at >= segments.Length)
            return request;
        var nasty = Nasty.Segments[random.Next(Nasty.Segments.Count)];
        segments[at] = random.Next(8) switch
        {
            0 => segments[at] + nasty,
            1 => nasty + segments[at],
            2 => string.Concat(segments[at].Select(c => $"%{(int)c:x2}")),
            3 => segments[at].ToUpperInvariant(),
            4 => new string('a', random.Next(2) == 0 ? 300 : 6000),
            5 => $"{segments[at]}/{nasty}",
            6 => $"{segments[at]}/",
            _ => nasty,
        };
        return Checked(request with { Path = string.Join('/', segments) })
            .After($"path: {(segments[at].Length > 60 ? "a long segment" : segments[at])}");
    }

    private static FuzzRequest Query(FuzzRequest request, Random random)
    {
        var query = request.Query.ToList();
        var nasty = Nasty.Segments[random.Next(Nasty.Segments.Count)];
        switch (random.Next(6))
        {
            case 0 when query.Count > 0:
                query.Add(query[random.Next(query.Count)]);
                break;
            case 1 when query.Count > 0:
                query.RemoveAt(random.Next(query.Count));
                break;
            case 2:
                query.Add((nasty, nasty));
                break;
            case 3:
                query.Add(("a", new string('a', 5000)));
                break;
            case 4 when query.Count > 0:
                var one = random.Next(query.Count);
                query[one] = (query[one].Name, Uri.EscapeDataString(Nasty.Strings[random.Next(Nasty.Strings.Count)].Trim('"')));
                break;
            default:
                if (query.Count == 0)
                    query.Add(("customerId", nasty));
                else
                    query[^1] = (query[^1].Name, nasty);
                break;
        }

        return Checked(request with { Query = query }).After("query");
    }

    private static FuzzRequest Key(FuzzRequest request, Random random)
    {
        var key = request.Headers.FirstOrDefault(header => header.Name == "x-functions-key").Value;
        (string, string)[] others = [.. request.Headers.Where(header => header.Name != "x-functions-key")];
        return random.Next(5) switch
        {
            0 => (request with { Headers = others }).After("no key"),
            1 => (request with { Headers = [.. others, ("x-functions-key", "wrong")] }).After("wrong key"),
            2 => (request with { Headers = [.. others, ("x-functions-key", "wrong"), ("x-functions-key", key ?? "")] }).After("two keys"),
            3 when key is not null => (request with { Headers = others, Query = [.. request.Query, ("code", key)] }).After(
                "key in the query"
            ),
            _ => (request with { Headers = [.. others, ("x-functions-key", FuzzedShop.OpsKey)], ShowsMailboxKey = false }).After(
                "another's key"
            ),
        };
    }

    private static FuzzRequest ContentType(FuzzRequest request, Random random)
    {
        var type = ContentTypes[random.Next(ContentTypes.Length)];
        return (
            request with
            {
                Headers =
                [
                    .. request.Headers.Where(header => header.Name != "Content-Type" || random.Next(6) == 0),
                    ("Content-Type", type),
                ],
            }
        ).After($"type: {type}");
    }

    private static FuzzRequest Header(FuzzRequest request, Random random)
    {
        var name = HeaderNames[random.Next(HeaderNames.Length)];
        var value = Nasty.HeaderValues[random.Next(Nasty.HeaderValues.Count)];
        return random.Next(8) switch
        {
            0 when request.Headers.Count > 0 => Checked(
                    request with
                    {
                        Headers = [.. request.Headers, request.Headers[random.Next(request.Headers.Count)]],
                    }
                )
                .After("a header twice"),
            1 => Checked(request with { Headers = [.. request.Headers, .. Enumerable.Range(0, 60).Select(i => ($"X-Fuzz-{i}", "a"))] })
                .After("60 headers more"),
            2 => Checked(request with { Headers = [.. request.Headers, (name, new string('a', 20_000))] })
                .After($"{name} of 20,000 characters"),
            3 => (request with { Headers = [.. request.Headers, (name, new string('a', 40_000))], BreaksHttp = true }).After(
                $"{name} of 40,000 characters"
            ),
            _ => Checked(request with { Headers = [.. request.Headers.Where(header => header.Name != name), (name, value)] })
                .After($"{name}: {value}"),
        };
    }

    private static FuzzRequest Method(FuzzRequest request, Random random)
    {
        var method = Methods[random.Next(Methods.Length)];
        return (request with { Method = method, BreaksHttp = request.BreaksHttp || method is "get" or "TRACE" }).After($"method {method}");
    }

    private static FuzzRequest Frame(FuzzRequest request, Random random)
    {
        if (request.Body is null)
            return request with { Body = "{}"u8.ToArray(), Mutations = [.. request.Mutations, "a body nobody wants"] };
        return random.Next(4) == 0
            ? (request with { Framing = Framing.Short, BreaksHttp = true }).After("a body shorter than said")
            : (request with { Framing = Framing.Chunked }).After("chunked");
    }

    /// <summary>What HTTP itself does not allow.</summary>
    private static FuzzRequest Checked(FuzzRequest request) =>
        request with
        {
            BreaksHttp =
                request.BreaksHttp
                || request.Target.Any(c => c is <= ' ' or > '~')
                || request.Target.Contains("%00", StringComparison.Ordinal)
                || request.Target.Length > 7000
                || request.Headers.Any(header => header.Value.Any(c => c > '~' || (c < ' ' && c != '\t')))
                || request.Headers.Count > 90
                || request.Headers.Sum(header => header.Name.Length + header.Value.Length + 4) > 30_000,
        };
}
