using System.Globalization;
using System.Text.Json;

namespace Doubles.BtcPay;

/// <summary>The body of a request, read strictly: what is not known, missing or of another kind is refused.</summary>
internal sealed class BtcPayRequest
{
    private readonly Dictionary<string, JsonElement> _fields;
    private readonly string _path;

    private BtcPayRequest(JsonElement body, string path)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw BtcPayError.Invalid("An object is wanted.", path.Length == 0 ? "body" : path);
        _path = path;
        _fields = body.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
    }

    public static BtcPayRequest Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return new(document.RootElement.Clone(), "");
        }
        catch (JsonException)
        {
            throw BtcPayError.Invalid("No JSON.", "body");
        }
    }

    public BtcPayRequest Object(string name) => new(Field(name), Path(name));

    public void RefuseOtherThan(params IReadOnlyList<string> known)
    {
        if (_fields.Keys.Where(name => !known.Contains(name)).Select(Path).ToArray() is { Length: > 0 } unknown)
            throw BtcPayError.Invalid("The field is not known.", unknown);
    }

    public string Text(string name) =>
        OptionalText(name) is { Length: > 0 } text ? text : throw BtcPayError.Invalid("A text is wanted.", Path(name));

    public string? OptionalText(string name) =>
        !_fields.TryGetValue(name, out var field) || field.ValueKind == JsonValueKind.Null ? null
        : field.ValueKind == JsonValueKind.String ? field.GetString()
        : throw BtcPayError.Invalid("A text is wanted.", Path(name));

    /// <summary>A decimal as text.</summary>
    public decimal Decimal(string name) =>
        decimal.TryParse(Text(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw BtcPayError.Invalid("A decimal as text is wanted.", Path(name));

    public decimal Number(string name) =>
        Field(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDecimal()
            : throw BtcPayError.Invalid("A number is wanted.", Path(name));

    public long Whole(string name) =>
        Number(name) is var number && number == decimal.Truncate(number)
            ? (long)number
            : throw BtcPayError.Invalid("A whole number is wanted.", Path(name));

    public IReadOnlyDictionary<string, JsonElement> All => _fields;

    private JsonElement Field(string name) =>
        _fields.TryGetValue(name, out var field) ? field : throw BtcPayError.Invalid("The field is missing.", Path(name));

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
