using System.Globalization;
using System.Text;
using System.Text.Json;
using Fuzz.App;
using Fuzz.Wire;
using Orders.Testing;

namespace Fuzz.Make;

/// <summary>Makes the requests of a seed: a request depends on the seed and its number alone.</summary>
internal sealed class Generator
{
    private readonly Contract _contract;
    private readonly ContractOperation[] _deck;
    private readonly int _seed;

    public Generator(Contract contract, int seed)
    {
        _contract = contract;
        _seed = seed;
        _deck = [.. contract.All.SelectMany(operation => Enumerable.Repeat(operation, Weight(operation)))];
        new Random(seed).Shuffle(_deck);
    }

    public FuzzRequest Make(int number, Cast cast)
    {
        var random = new Random(HashCode(_seed, number));
        var operation = _deck[number % _deck.Length];
        var request = Valid(operation, new Parts(cast, random), random, number);
        var mutations = random.Next(10) switch
        {
            < 4 => 0,
            < 8 => 1,
            8 => 2,
            _ => 3,
        };
        for (var done = 0; done < mutations; done++)
            request = RequestMutations.Apply(request, operation, random);
        return request;
    }

    /// <summary>What takes a body, and what comes from strangers, has more that can be wrong.</summary>
    private static int Weight(ContractOperation operation) =>
        operation switch
        {
            { Tag: "webhooks" } => 8,
            { Id: "PlaceOrder" or "FileClaim" or "FileRequest" } => 7,
            { Id: "GetQuote" or "OrderPageAct" } => 5,
            { Method: "GET" } => operation.Path.Contains('{', StringComparison.Ordinal)
            || operation.Node.TryGetProperty("parameters", out _)
                ? 2
                : 1,
            _ => 3,
        };

    private FuzzRequest Valid(ContractOperation operation, Parts parts, Random random, int number)
    {
        var path = string.Join(
            '/',
            operation.Path.Split('/').Select(segment => segment.StartsWith('{') ? Escaped(parts.Of(operation.Id, segment[1..^1])) : segment)
        );
        var maker = new SchemaMaker(_contract, name => parts.Of(operation.Id, name), random);
        var request = new FuzzRequest(operation.Id, operation.Method, path)
        {
            Query = [.. Query(operation, parts, maker, random)],
            Headers = Headers(operation, number),
            Signing = Signs(operation) ? Signing.Right : Signing.None,
            ShowsMailboxKey =
                operation.Id.StartsWith("Mailbox", StringComparison.Ordinal) && operation.Path.Contains("/v3/", StringComparison.Ordinal),
        };
        if (operation.Id == "OrderPageAct" && parts.Action is not ("claims" or "requests"))
            return request with
            {
                Body = Encoding.ASCII.GetBytes(Samples.PageForm(parts.Action)),
                Headers = [.. request.Headers, ("Content-Type", "application/x-www-form-urlencoded")],
            };

        var form =
            operation.Id == "OrderPageAct"
                ? parts.Action == "claims"
                    ? "FileClaim"
                    : "FileRequest"
                : operation.Id;
        if (Samples.Form(form, Samples.Files[random.Next(3) == 0 ? random.Next(Samples.Files.Count) : 0]) is { } multipart)
        {
            var spoiled = random.Next(2) > 0 ? FormMutations.Apply(multipart, random) : null;
            return spoiled is null ? multipart.On(request) : multipart.On(request).After(spoiled);
        }

        return Body(operation, parts, maker, random, number) is { } json ? WithJson(request, json, random) : request;
    }

    /// <summary>A third of the bodies are made from the contract's schema.</summary>
    private string? Body(ContractOperation operation, Parts parts, SchemaMaker maker, Random random, int number)
    {
        if (
            random.Next(3) == 0
            && operation.Node.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var content)
        )
            return maker.Make(content.GetProperty("schema"));
        return Samples.Body(operation.Id, name => parts.Of(operation.Id, name), number);
    }

    private static FuzzRequest WithJson(FuzzRequest request, string json, Random random)
    {
        request = request with { Headers = [.. request.Headers, ("Content-Type", "application/json")] };
        var tree = Tree.Parse(json);
        for (
            var times = random.Next(8) switch
            {
                < 3 => 0,
                < 7 => 1,
                _ => 2,
            };
            times > 0;
            times--
        )
            request = request.After(JsonMutations.Apply(tree, random));
        return request with { Body = Encoding.UTF8.GetBytes(tree.ToString()) };
    }

    private IEnumerable<(string, string)> Query(ContractOperation operation, Parts parts, SchemaMaker maker, Random random)
    {
        foreach (var parameter in Parameters(operation, "query"))
        {
            var name = parameter.GetProperty("name").GetString()!;
            if (random.Next(3) == 0)
                continue;
            yield return (
                name,
                Uri.EscapeDataString(
                    name switch
                    {
                        "customerId" => parts.Of(operation.Id, "customerId"),
                        "orderNumber" => parts.Of(operation.Id, "number"),
                        "email" => "lilei@example.com",
                        "waybill" or "rma" => parts.Of(operation.Id, name),
                        "claim" => parts.Of(operation.Id, "claimId"),
                        "olderThan" => "PT1S",
                        "from" or "to" => "2026-11-23",
                        "continuation" => System.Buffers.Text.Base64Url.EncodeToString(
                            Encoding.UTF8.GetBytes(
                                $"0{random.NextInt64(1_000_000_000_000_000_000).ToString("D18", CultureInfo.InvariantCulture)}:"
                                    + $"{Nasty.Strings[random.Next(Nasty.Strings.Count)].Trim('"')}{'\u0001'}"
                            )
                        ),
                        _ => maker.Plain(parameter.GetProperty("schema"), name),
                    }
                )
            );
        }

        if (operation.Id == "MailboxMessages")
            yield return ("query", Uri.EscapeDataString("unique_args['mail_key']=\"o/received/1\""));
        if (operation.Id == "MailboxList" && random.Next(2) == 0)
            yield return ("order", parts.Of(operation.Id, "order"));
    }

    private IReadOnlyList<(string, string)> Headers(ContractOperation operation, int number)
    {
        List<(string, string)> headers = [];
        if (Security(operation).Contains("opsKey", StringComparer.Ordinal))
            headers.Add(("x-functions-key", FuzzedShop.OpsKey));
        else if (Security(operation).Contains("functionKey", StringComparer.Ordinal))
            headers.Add(("x-functions-key", FuzzedShop.StorefrontKey));
        if (Parameters(operation, "header").Any() || operation.Id == "SandboxCarrierBook")
            headers.Add(("Idempotency-Key", $"key-{number.ToString(CultureInfo.InvariantCulture)}"));
        if (operation.Tag == "sandbox" && operation.Method == "GET")
            headers.Add(("Accept", number % 2 == 0 ? "application/json" : "text/html"));
        return headers;
    }

    private IEnumerable<JsonElement> Parameters(ContractOperation operation, string place) =>
        operation.Node.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(_contract.Resolve).Where(parameter => parameter.GetProperty("in").GetString() == place)
            : [];

    private static bool Signs(ContractOperation operation) => Security(operation).Contains("sandboxSignature", StringComparer.Ordinal);

    private static IReadOnlyList<string> Security(ContractOperation operation) =>
        operation.Node.TryGetProperty("security", out var security)
            ? [.. security.EnumerateArray().SelectMany(way => way.EnumerateObject().Select(key => key.Name))]
            : ["functionKey"];

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    // The same on every machine, unlike System.HashCode.
    private static int HashCode(int seed, int number) => unchecked((int)(((((uint)seed * 0x9E3779B1) ^ (uint)number) * 0x85EBCA77) >> 1));
}
