using System.Text.RegularExpressions;

namespace Orders.Functions.Domain.Ordering;

/// <summary>The form of postal codes, country by country.</summary>
public static partial class PostalCodes
{
    /// <summary>
    /// True if a letter could bear the destination's code, as the country that is written there has it, or as its territory has: Hong Kong
    /// has none, whatever country is written beside it.
    /// </summary>
    public static bool IsValid(Destination destination) =>
        IsValid(destination.Country, destination.PostalCode)
        || (destination.TerritoryWithin is { } territory && Countries.IsKnown(territory) && IsValid(territory, destination.PostalCode));

    /// <summary>
    /// True if a letter could bear this code; spaces around it and the case of letters do not matter. In a country without a rule of its
    /// own none at all is well too: many have none.
    /// </summary>
    public static bool IsValid(string country, string? postalCode)
    {
        var code = (postalCode ?? "").Trim().ToUpperInvariant();
        return country switch
        {
            "CN" => China().IsMatch(code),
            "US" => UnitedStates().IsMatch(code),
            "GB" => UnitedKingdom().IsMatch(code),
            "DE" => Germany().IsMatch(code),
            "JP" => Japan().IsMatch(code),
            "SG" => Singapore().IsMatch(code),
            _ => code.Length == 0 || Generic().IsMatch(code),
        };
    }

    // First two digits: a province, 01 to 86, and no lower than 10 except Inner Mongolia (01, 02), Shanxi (03, 04), Hebei (05 to 07). China
    // Post's own codes for Hong Kong, Macao and Taiwan are 999077 to 999079.
    [GeneratedRegex(
        "^((0[1-7]|[1-7][0-9]|8[0-6])[0-9]{4}|99907[7-9])$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patterns.Limit
    )]
    private static partial Regex China();

    // ZIP or ZIP+4; 000 to 004 are not given out.
    [GeneratedRegex("^(?!00[0-4])[0-9]{5}(-?[0-9]{4})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patterns.Limit)]
    private static partial Regex UnitedStates();

    // The shapes of the Royal Mail's guide: A9, A99, AA9, AA99, A9A, AA9A, then 9AA; the inward part never has C, I, K, M, O, V.
    [GeneratedRegex(
        "^(GIR ?0AA|(([A-PR-UWYZ][0-9]{1,2})|([A-PR-UWYZ][A-HK-Y][0-9]{1,2})|([A-PR-UWYZ][0-9][A-HJKPSTUW])|([A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])) ?[0-9][ABD-HJLNP-UW-Z]{2})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patterns.Limit
    )]
    private static partial Regex UnitedKingdom();

    // 00 leads nowhere.
    [GeneratedRegex("^(?!00)[0-9]{5}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patterns.Limit)]
    private static partial Regex Germany();

    [GeneratedRegex("^(〒 ?)?[0-9]{3}-?[0-9]{4}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patterns.Limit)]
    private static partial Regex Japan();

    // The first two digits are a sector: 01 to 73, 75 to 82.
    [GeneratedRegex(
        "^(0[1-9]|[1-6][0-9]|7[0-35-9]|8[0-2])[0-9]{4}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patterns.Limit
    )]
    private static partial Regex Singapore();

    [GeneratedRegex("^[0-9A-Z]([0-9A-Z -]{0,8}[0-9A-Z])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patterns.Limit)]
    private static partial Regex Generic();
}
