using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>
/// One JSON object of a request. Reads its members one by one and writes down all that is wrong, instead of stopping at the first. A member
/// that is wrong or missing is read as a stand-in value: look at <see cref="FieldErrors.Any"/> before using what was read.
/// </summary>
internal sealed class JsonInput
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly FieldErrors _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>All that is wrong with the request so far.</summary>
    public FieldErrors Errors => _errors;

    private JsonInput(JsonElement element, string path, FieldErrors errors)
    {
        _element = element;
        _path = path;
        _errors = errors;
    }

    /// <summary>The whole body.</summary>
    public static JsonInput Of(JsonDocument document, FieldErrors errors)
    {
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            errors.Add("", $"The body should be an object, not {Kind(root)}.");
        return new JsonInput(root, "", errors);
    }

    /// <summary>One line of 1 to <paramref name="max"/> characters in somebody's words, in its one form (<see cref="TextInput"/>).</summary>
    public string Text(string name, int max) => Read(name, max, TextKind.Line, required: true) ?? "";

    /// <summary>Like <see cref="Text"/>; null if absent, empty or blank.</summary>
    public string? OptionalText(string name, int max) => Read(name, max, TextKind.Line, required: false);

    /// <summary>Like <see cref="Text"/>, for what is compared and looked up: a SKU, a postal code.</summary>
    public string Code(string name, int max) => Read(name, max, TextKind.Code, required: true) ?? "";

    /// <summary>Like <see cref="Code"/>; null if absent, empty or blank.</summary>
    public string? OptionalCode(string name, int max) => Read(name, max, TextKind.Code, required: false);

    /// <summary>
    /// A text of 1 to <paramref name="max"/> characters, of several lines perhaps; line ends and tabs are its only control characters.
    /// </summary>
    public string Prose(string name, int max) => Read(name, max, TextKind.Prose, required: true) ?? "";

    /// <summary>A text by rules of its own: what is wrong with it, and its one form.</summary>
    public string Read(string name, TextReading read)
    {
        if (String(name, required: true) is not { } typed)
            return "";
        if (read(typed, out var text) is { } complaint)
            Refuse(name, string.IsNullOrWhiteSpace(typed) ? "Is empty." : complaint);
        return text;
    }

    private string? Read(string name, int max, TextKind kind, bool required)
    {
        if (String(name, required) is not { } typed)
            return null;
        if (TextInput.TryRead(typed, kind, out var text) is { } complaint)
            Refuse(name, complaint);
        else if (text.Length == 0 && required)
            Refuse(name, "Is empty.");
        else if (TextInput.Length(text) > max)
            Refuse(name, $"Is longer than {max} characters.");
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number within bounds, however it is written (<see cref="WholeNumbers"/>).</summary>
    public long Whole(string name, long min, long max)
    {
        if (Member(name, JsonValueKind.Number, "a whole number", required: true) is not { } element)
            return min;
        if (!WholeNumbers.TryParse(JsonMarshal.GetRawUtf8Value(element), out var value))
            Refuse(name, "Should be a whole number.");
        else if (value < min || value > max)
            Refuse(name, $"Should be from {min} to {max}.");
        return value;
    }

    /// <summary>True or false; false if absent or null.</summary>
    public bool Flag(string name)
    {
        if (!Has(name, out var element) || element.ValueKind == JsonValueKind.Null)
            return false;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return element.GetBoolean();
        Refuse(name, $"Should be true or false, not {Kind(element)}.");
        return false;
    }

    /// <summary>Like <see cref="Flag"/>; null if absent or null.</summary>
    public bool? OptionalFlag(string name) => Has(name) ? Flag(name) : null;

    /// <summary>One of the names of an enum; required unless there is a value to stand for one that is absent, empty or blank.</summary>
    /// <param name="alsoSaid">Other names that are said for some of them.</param>
    public T Choice<T>(string name, T? otherwise = null, IReadOnlyDictionary<string, T>? alsoSaid = null)
        where T : struct, Enum =>
        String(name, required: otherwise is null) is not { } text ? otherwise ?? default
        : otherwise is { } value && IsBlank(text) ? value
        : Chosen(name, text, alsoSaid);

    /// <summary>Like <see cref="Choice"/>; null if absent, empty or blank.</summary>
    public T? OptionalChoice<T>(string name)
        where T : struct, Enum => String(name, required: false) is { } text && !IsBlank(text) ? Chosen<T>(name, text) : null;

    private T Chosen<T>(string name, string text, IReadOnlyDictionary<string, T>? alsoSaid = null)
        where T : struct, Enum
    {
        if (!OrderJson.TryParse<T>(text, out var value) && alsoSaid?.TryGetValue(text, out value) != true)
            Refuse(name, $"Should be one of {string.Join(", ", Enum.GetValues<T>().Select(OrderJson.Name).Concat(alsoSaid?.Keys ?? []))}.");
        return value;
    }

    // What cannot be read is not blank, and is refused as what it is.
    private static bool IsBlank(string text) => TextInput.TryRead(text, TextKind.Code, out var seen) is null && seen.Length == 0;

    /// <summary>A time with its offset (<see cref="Timestamps"/>), or a day of UTC; null if absent, empty or blank.</summary>
    public DateTimeOffset? OptionalMoment(string name)
    {
        if (OptionalCode(name, max: 100) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            return day;
        if (Timestamps.TryParse(text, out var moment))
            return moment;
        Refuse(name, "Should be an RFC 3339 time with its offset, like 2026-12-24T18:00:00+08:00, or a day.");
        return null;
    }

    /// <summary>Money, from so many minor units to so many; null if absent.</summary>
    public Money? OptionalMoney(string name, long min, long max)
    {
        if (OptionalObject(name) is not { } input)
            return null;
        var money = new Money(input.Whole("amount", min, max), input.Code("currency", 3));
        if (money.Currency.Length is > 0 and <= 3 && !Currencies.IsKnown(money.Currency))
            input.Refuse("currency", "Should be an ISO 4217 code of three capital letters, of a currency in use.");
        input.Close();
        return money;
    }

    /// <summary>An object of codes by code, such as a SKU by another; empty if absent.</summary>
    public IReadOnlyDictionary<string, string> Codes(string name, int max, int longest)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (OptionalObject(name) is not { } input)
            return texts;
        string[] names = [.. input._element.EnumerateObject().Select(member => member.Name)];
        if (names.Length > max || Array.Exists(names, key => TextInput.Length(key) > longest))
        {
            Refuse(name, $"Should have at most {max} entries, with names of at most {longest} characters.");
        }
        else
        {
            foreach (var typed in names)
            {
                if (TextInput.TryRead(typed, TextKind.Code, out var key) is { } complaint)
                    input.Refuse(Shown(typed), complaint);
                else if (!texts.TryAdd(key, input.Code(typed, longest)))
                    input.Refuse(Shown(typed), "Stands there already.");
            }
        }

        return texts;
    }

    /// <summary>A list of codes, each once; null if absent.</summary>
    public IReadOnlyList<string>? OptionalCodes(string name, int max, int longest)
    {
        if (Member(name, JsonValueKind.Array, "a list", required: false) is not { } list)
            return null;
        if (list.GetArrayLength() > max)
        {
            Refuse(name, $"Should have at most {max} entries.");
            return [];
        }

        List<string> codes = [];
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            var place = FormattableString.Invariant($"{name}[{index}]");
            if (element.ValueKind != JsonValueKind.String)
                Refuse(place, $"Should be a text, not {Kind(element)}.");
            else if (TextInput.TryRead(element.GetString()!, TextKind.Code, out var code) is { } complaint)
                Refuse(place, complaint);
            else if (code.Length == 0 || TextInput.Length(code) > longest)
                Refuse(place, code.Length == 0 ? "Is empty." : $"Is longer than {longest} characters.");
            else if (codes.Contains(code, StringComparer.Ordinal))
                Refuse(place, "Stands there already.");
            else
                codes.Add(code);
        }

        return codes;
    }

    /// <summary>True if the member is there, and not null.</summary>
    public bool Has(string name) => Has(name, out var element) && element.ValueKind != JsonValueKind.Null;

    /// <summary>An object; null if there is none.</summary>
    public JsonInput? Object(string name) => ObjectAt(name, required: true);

    /// <summary>Like <see cref="Object"/>, but may be absent.</summary>
    public JsonInput? OptionalObject(string name) => ObjectAt(name, required: false);

    private JsonInput? ObjectAt(string name, bool required) =>
        Member(name, JsonValueKind.Object, "an object", required) is { } element ? new JsonInput(element, Path(name), _errors) : null;

    /// <summary>A list of objects.</summary>
    public IReadOnlyList<JsonInput> Objects(string name, int max)
    {
        if (Member(name, JsonValueKind.Array, "a list", required: true) is not { } list)
            return [];
        if (list.GetArrayLength() == 0 || list.GetArrayLength() > max)
        {
            Refuse(name, $"Should have 1 to {max} entries.");
            return [];
        }

        List<JsonInput> items = [];
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            var path = FormattableString.Invariant($"{Path(name)}[{index}]");
            if (element.ValueKind == JsonValueKind.Object)
                items.Add(new JsonInput(element, path, _errors));
            else
                _errors.Add(path, $"Should be an object, not {Kind(element)}.");
        }

        return items;
    }

    /// <summary>Writes down that a member is wrong.</summary>
    public void Refuse(string name, string message) => _errors.Add(Path(name), message);

    /// <summary>Refuses members that nobody asked for: call it when all were read.</summary>
    public void Close()
    {
        if (_element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in _element.EnumerateObject().Where(member => !_asked.Contains(member.Name)))
            Refuse(Shown(member.Name), "Is not a field of this request.");
    }

    private string? String(string name, bool required)
    {
        if (Member(name, JsonValueKind.String, "a text", required) is not { } element)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            Refuse(name, "Holds half of a surrogate pair.");
            return null;
        }
    }

    // An optional member may also be null.
    private JsonElement? Member(string name, JsonValueKind kind, string should, bool required)
    {
        if (!Has(name, out var element))
        {
            if (required && _element.ValueKind == JsonValueKind.Object)
                Refuse(name, "Is missing.");
            return null;
        }

        if (element.ValueKind == kind)
            return element;
        if (!required && element.ValueKind == JsonValueKind.Null)
            return null;
        Refuse(name, $"Should be {should}, not {Kind(element)}.");
        return null;
    }

    private bool Has(string name, out JsonElement element)
    {
        _asked.Add(name);
        element = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out element);
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    // What a stranger wrote comes back to them in the answer: not at any length.
    private static string Shown(string name) => TextInput.Cut(name, 60);

    private static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.False or JsonValueKind.True => "true or false",
            JsonValueKind.Null => "null",
            JsonValueKind.Number => "a number",
            JsonValueKind.Object => "an object",
            _ => "a text",
        };
}

/// <summary>Reads a text by the rules of what it is.</summary>
/// <returns>What is wrong with it; null if nothing is.</returns>
internal delegate string? TextReading(string typed, out string text);
