using System.Globalization;
using System.Text.RegularExpressions;

namespace Doubles.Stripe;

/// <summary>The parameters of a call, form-encoded with brackets as Stripe wants them: <c>line_items[0][quantity]</c>.</summary>
internal sealed partial class StripeForm(IEnumerable<KeyValuePair<string, string>> fields)
{
    private readonly Dictionary<string, string> _fields = fields.ToDictionary(StringComparer.Ordinal);

    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>A field that has to be a whole number.</summary>
    public long? Number(string name) =>
        this[name] is not { } text ? null
        : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw StripeError.Invalid("parameter_invalid_integer", name, "Invalid integer");

    public string Required(string name) =>
        this[name] is { Length: > 0 } text ? text : throw StripeError.Invalid("parameter_missing", name, "Missing required param");

    /// <summary>The values of a list, in order: <c>expand[0]</c>.</summary>
    public IReadOnlyList<string> List(string name) =>
        [
            .. _fields
                .Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal))
                .OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => field.Value),
        ];

    /// <summary>The names and values of a map: <c>metadata[order]</c>. At most 50 names of 40 characters, values of 500.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = _fields
            .Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal))
            .ToDictionary(field => field.Key[(name.Length + 1)..^1], field => field.Value, StringComparer.Ordinal);
        return map.Count <= 50 && map.All(entry => entry.Key.Length <= 40 && entry.Value.Length <= 500)
            ? map
            : throw StripeError.Invalid("parameter_invalid", name, "Metadata is too large");
    }

    /// <summary>Refuses what Stripe does not know.</summary>
    /// <param name="known">With <c>[]</c> for a position in a list and <c>[*]</c> for any name.</param>
    public void RefuseOtherThan(params IReadOnlyList<string> known)
    {
        foreach (var field in _fields.Keys)
        {
            var general = Position().Replace(field, "[]");
            if (!known.Any(name => name == general || (name.EndsWith("[*]", StringComparison.Ordinal) && IsIn(general, name[..^3]))))
                throw StripeError.Invalid("parameter_unknown", field, "Received unknown parameter");
        }
    }

    private static bool IsIn(string field, string map) =>
        field.StartsWith(map + "[", StringComparison.Ordinal) && field.IndexOf(']', StringComparison.Ordinal) > 0;

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Position();
}
