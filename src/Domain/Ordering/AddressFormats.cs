using System.Text.RegularExpressions;

namespace Orders.Functions.Domain.Ordering;

/// <summary>The order in which each country's post reads an address: <c>src/Data/address-formats.json</c>.</summary>
/// <param name="Otherwise">For a country that is not in the table.</param>
/// <param name="Formats">By country, ISO 3166-1 alpha-2.</param>
public sealed partial record AddressFormats(
    string Version,
    string Source,
    DateOnly Date,
    AddressFormat Otherwise,
    IReadOnlyDictionary<string, AddressFormat> Formats
) : IDataFile
{
    /// <summary>The table that was built into the app.</summary>
    public static AddressFormats BuiltIn { get; } = DataFile.Read<AddressFormats>("address-formats.json");

    public IEnumerable<string> Errors()
    {
        foreach (var (country, format) in Formats.Append(new("otherwise", Otherwise)))
        {
            if (country != "otherwise" && !Countries.IsKnown(country))
                yield return $"formats: {country} is no country.";
            foreach (var form in (string?[])[format.Local, format.Latin])
            {
                if (form is not null && (!Form().IsMatch(form) || !form.Contains("%C", StringComparison.Ordinal)))
                    yield return $"formats {country}: \"{form}\" should be lines of %S, %C and %Z, parted by %n, with the city and with %A alone on one.";
            }
        }
    }

    [GeneratedRegex(
        "^([^%]|%[CSZ]|%n)*(?<=^|%n)%A(?=$|%n)([^%]|%[CSZ]|%n)*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Patterns.Limit
    )]
    private static partial Regex Form();
}

/// <summary>
/// One country's lines, parted by <c>%n</c>: <c>%A</c> the street lines, <c>%C</c> the city, <c>%S</c> the region, <c>%Z</c> the postal
/// code. A post that does not ask for the region has no <c>%S</c>.
/// </summary>
/// <param name="Local">For an address in the country's own script.</param>
/// <param name="Latin">For one in Latin letters, where that has another order.</param>
public sealed record AddressFormat(string Local, string? Latin = null);
