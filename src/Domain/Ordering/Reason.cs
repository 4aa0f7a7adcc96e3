using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>Why something is so. As text, and in JSON: <c>payment_timeout</c>, <c>out_of_stock:HW-PRO</c>.</summary>
/// <param name="Subject">What it is about, where the code alone does not say it: a SKU.</param>
[JsonConverter(typeof(ReasonConverter))]
public readonly record struct Reason(ReasonCode Code, string? Subject = null)
{
    private static readonly FrozenDictionary<ReasonCode, string> _names = Enum.GetValues<ReasonCode>()
        .ToFrozenDictionary(code => code, OrderJson.Name);
    private static readonly FrozenDictionary<string, ReasonCode> _codes = _names.ToFrozenDictionary(
        name => name.Value,
        name => name.Key,
        StringComparer.Ordinal
    );

    public static implicit operator Reason(ReasonCode code) => new(code);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out Reason reason)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || !_codes.TryGetValue(colon < 0 ? text : text[..colon], out var code))
        {
            reason = default;
            return false;
        }

        reason = new Reason(code, colon < 0 ? null : text[(colon + 1)..]);
        return true;
    }

    public override string ToString() => Subject is null ? _names[Code] : $"{_names[Code]}:{Subject}";
}
