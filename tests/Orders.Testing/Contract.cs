using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Orders.Testing;

/// <summary>src/Http/openapi.yaml, and what it says about an answer.</summary>
internal sealed class Contract
{
    private readonly JsonElement _root;

    public Contract()
    {
        var yaml = File.ReadAllText(Path.Combine(Repository.Root, "src", "Http", "openapi.yaml"));
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        _root = JsonSerializer.Deserialize<JsonElement>(new SerializerBuilder().JsonCompatible().Build().Serialize(graph));
    }

    /// <summary>Method, path and first tag of every operation.</summary>
    public IEnumerable<(string Method, string Path, string Tag)> Operations =>
        from path in _root.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (method.Name, path.Name, method.Value.GetProperty("tags")[0].GetString()!);

    /// <summary>Every operation with all that is said about it.</summary>
    public IReadOnlyList<ContractOperation> All =>
        [
            .. from path in _root.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select new ContractOperation(
                method.Value.GetProperty("operationId").GetString()!,
                method.Value.GetProperty("tags")[0].GetString()!,
                method.Name.ToUpperInvariant(),
                path.Name,
                method.Value
            ),
        ];

    /// <summary>Every <c>$ref</c> in the document.</summary>
    public IEnumerable<string> References() => References(_root);

    public bool Resolves(string reference) => TryResolve(reference, out _);

    /// <summary>What is wrong with an answer by its operation's schema; empty if nothing is.</summary>
    public IReadOnlyList<string> Check(string method, string path, int status, string contentType, JsonElement body)
    {
        var answer = Resolve(
            _root.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty($"{status}")
        );
        List<string> errors = [];
        Check(answer.GetProperty("content").GetProperty(contentType).GetProperty("schema"), body, "$", errors);
        return errors;
    }

    /// <summary>What is wrong with an answer: its status is not documented for the operation, or its type, or its body.</summary>
    /// <param name="contentType">Without its parameters; null if there is none.</param>
    public IReadOnlyList<string> Check(ContractOperation operation, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        var responses = operation.Node.GetProperty("responses");
        if (!responses.TryGetProperty($"{status}", out var answer) && !responses.TryGetProperty("default", out answer))
            return [$"{status} is not documented"];
        if (!Resolve(answer).TryGetProperty("content", out var content))
            return [];
        if (contentType is null || !content.TryGetProperty(contentType, out var media))
            return [$"{status} with {contentType ?? "no content"} is not documented"];
        if (!contentType.EndsWith("json", StringComparison.Ordinal))
            return [];
        try
        {
            using var document = JsonDocument.Parse(body);
            List<string> errors = [];
            Check(media.GetProperty("schema"), document.RootElement, "$", errors);
            return errors;
        }
        catch (JsonException e)
        {
            return [$"the body is no JSON: {e.Message}"];
        }
    }

    /// <summary>The thing itself, where a reference to it may stand.</summary>
    public JsonElement Resolve(JsonElement node) =>
        node.TryGetProperty("$ref", out var reference)
            ? TryResolve(reference.GetString()!, out var target)
                ? target
                : throw new InvalidOperationException($"{reference} leads nowhere.")
            : node;

    private static IEnumerable<string> References(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.Object => node.EnumerateObject()
                .SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
            JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
            _ => [],
        };

    // The part of JSON Schema that the document uses.
    private void Check(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !IsType(type.GetString()!, value))
        {
            errors.Add($"{at}: {value.ValueKind} is not {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out var names) && !names.EnumerateArray().Any(name => name.GetString() == value.GetString()))
            errors.Add($"{at}: {value} is not in the list");
        if (schema.TryGetProperty("const", out var fixedValue) && fixedValue.GetString() != value.GetString())
            errors.Add($"{at}: {value} is not {fixedValue}");
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            errors.Add($"{at}: {value} does not match {pattern}");
        if (schema.TryGetProperty("format", out _) && !value.TryGetDateTimeOffset(out _))
            errors.Add($"{at}: {value} is no time");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(items, item, $"{at}[{index}]", errors);
        }

        if (value.ValueKind == JsonValueKind.Object)
            CheckMembers(schema, value, at, errors);
    }

    private void CheckMembers(JsonElement schema, JsonElement value, string at, List<string> errors)
    {
        if (schema.TryGetProperty("required", out var required))
            errors.AddRange(
                required
                    .EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at}.{name} is missing")
            );
        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known))
                Check(known, member.Value, $"{at}.{member.Name}", errors);
            else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
                Check(others, member.Value, $"{at}.{member.Name}", errors);
            else if (schema.TryGetProperty("additionalProperties", out others) && others.ValueKind == JsonValueKind.False)
                errors.Add($"{at}.{member.Name} is not in the contract");
        }
    }

    private static bool IsType(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => throw new NotSupportedException($"The checker does not know type {type}."),
        };

    private bool TryResolve(string reference, out JsonElement node)
    {
        node = _root;
        foreach (var part in reference.Split('/').Skip(1))
        {
            if (!node.TryGetProperty(part, out node))
                return false;
        }

        return true;
    }
}

/// <param name="Method">In capitals.</param>
/// <param name="Path">With its holes: <c>/api/orders/{orderId}</c>.</param>
/// <param name="Node">As the document has it.</param>
internal sealed record ContractOperation(string Id, string Tag, string Method, string Path, JsonElement Node);
