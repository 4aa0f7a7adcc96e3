using System.Globalization;
using System.Text.Json;
using Orders.Testing;

namespace Fuzz.Make;

/// <summary>Makes JSON that fits a schema of the contract, of names and codes that mean something to the shop.</summary>
internal sealed class SchemaMaker(Contract contract, Func<string, string> part, Random random)
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["carrier"] = ["sandbox"],
        ["city"] = ["Berlin", "深圳市"],
        ["country"] = ["CN", "DE", "US", "BR", "AQ"],
        ["currency"] = ["USD", "EUR"],
        ["email"] = ["a@mail.example"],
        ["key"] = ["cancel", "late:1"],
        ["phone"] = ["+8613800138000", "+4930901820"],
        ["postalCode"] = ["10117", "518000", "99501"],
        ["sku"] = ["HW-PRO", "HW-LITE", "AC-CASE", "AC-SAFE", "SW-VAULT", "NO-SUCH"],
        ["substitute"] = ["HW-PRO"],
        ["time"] = ["2026-11-23T08:00:00Z", "2026-11-23T08:00:00.123+08:00"],
        ["until"] = ["2026-12-24", "2027-01-01T00:00:00Z"],
    };

    /// <param name="name">Of the member that it is for.</param>
    public string Make(JsonElement schema, string name = "")
    {
        schema = contract.Resolve(schema);
        if (schema.TryGetProperty("enum", out var names))
            return names[random.Next(names.GetArrayLength())].GetRawText();
        if (schema.TryGetProperty("const", out var only))
            return only.GetRawText();
        return Type(schema) switch
        {
            "object" => Object(schema),
            "array" => List(schema, name),
            "integer" => Whole(schema),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "null" => "null",
            _ => JsonSerializer.Serialize(Text(schema, name)),
        };
    }

    /// <summary>A value for a path or a query, not escaped.</summary>
    public string Plain(JsonElement schema, string name)
    {
        var json = Make(schema, name);
        return json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;
    }

    private string Type(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return "string";
        return type.ValueKind == JsonValueKind.String ? type.GetString()! : type[random.Next(type.GetArrayLength())].GetString()!;
    }

    private string Object(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return """{"HW-LITE":"HW-PRO"}""";
        var required = schema.TryGetProperty("required", out var needed)
            ? needed.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        var members = properties
            .EnumerateObject()
            .Where(member => required.Contains(member.Name) || random.Next(3) > 0)
            .Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Make(member.Value, member.Name)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private string List(JsonElement schema, string name)
    {
        var (least, most) = (Bound(schema, "minItems", 0), Bound(schema, "maxItems", 5));
        var count = random.Next((int)least, (int)Math.Min(most, least + 4) + 1);
        return $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => Make(schema.GetProperty("items"), name)))}]";
    }

    private string Whole(JsonElement schema)
    {
        var (least, most) = (Bound(schema, "minimum", 0), Bound(schema, "maximum", 20_000));
        return (
            random.Next(4) switch
            {
                0 => least,
                1 => most,
                _ => random.NextInt64(least, Math.Min(most, least + 50) + 1),
            }
        ).ToString(CultureInfo.InvariantCulture);
    }

    private string Text(JsonElement schema, string name)
    {
        if (Known.TryGetValue(name, out var known))
            return known[random.Next(known.Length)];
        if (name is "orderId" or "waybill" or "eventId")
            return name == "eventId"
                ? $"e-{random.NextInt64().ToString(CultureInfo.InvariantCulture)}"
                : part(name == "orderId" ? "order" : name);
        var (least, most) = (Bound(schema, "minLength", 1), Bound(schema, "maxLength", 60));
        var length = random.Next(4) switch
        {
            0 => least,
            1 => most,
            _ => random.NextInt64(least, Math.Min(most, least + 20) + 1),
        };
        return string.Concat(Enumerable.Range(0, (int)length).Select(_ => (char)random.Next('a', 'z' + 1)));
    }

    private static long Bound(JsonElement schema, string name, long otherwise) =>
        schema.TryGetProperty(name, out var bound) ? bound.GetInt64() : otherwise;
}
