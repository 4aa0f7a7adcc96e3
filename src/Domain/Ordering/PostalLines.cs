using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orders.Functions.Domain.Ordering;

/// <summary>An address in the order in which its country's post reads it, in the script in which it was written.</summary>
public static partial class PostalLines
{
    /// <summary>
    /// Without recipient and phone; the country last, in English and in capitals, as the postal union asks. A region that the country's
    /// post does not ask for is left out, and so is one that only says the city again.
    /// </summary>
    public static IReadOnlyList<string> Of(Address address)
    {
        var format = AddressFormats.BuiltIn.Formats.GetValueOrDefault(address.Country, AddressFormats.BuiltIn.Otherwise);
        var form = format.Latin is { } latin && IsLatin(address.City + address.Line1) ? latin : format.Local;
        List<string> lines = [];
        foreach (var line in form.Split("%n"))
        {
            if (line == "%A")
                lines.AddRange([address.Line1, address.Line2 ?? ""]);
            else
                lines.Add(Line(line, address));
        }

        return [.. lines.Append(CountryName(address.Country)).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private static string Line(string form, Address address)
    {
        string[] parts = [.. Part().Matches(form).Select(match => match.Value)];
        string[] values = [.. parts.Select(part => ValueOf(part, address))];
        var line = new StringBuilder();
        for (var at = 0; at < parts.Length; at++)
        {
            // What stands between two fields goes with both, what stands before the first or behind the last with that one.
            var parted = !IsField(parts[at]) && (IsEmpty(at - 1) || IsEmpty(at + 1));
            var said = at > 0 && !IsField(parts[at - 1]) && parts[at] == "%Z" ? WithoutPrefix(values[at], parts[at - 1]) : values[at];
            line.Append(parted ? "" : said);
            if (parted && line.Length > 0 && !IsEmpty(at + 1))
                line.Append(' ');
        }

        return line.ToString();

        bool IsEmpty(int at) => at >= 0 && at < parts.Length && IsField(parts[at]) && values[at].Length == 0;
    }

    private static bool IsField(string part) => part[0] == '%';

    private static string ValueOf(string part, Address address) =>
        part switch
        {
            "%C" => address.City.Trim(),
            "%S" when SaysTheCityAgain(address) => "",
            "%S" => address.Region?.Trim() ?? "",
            "%Z" => address.PostalCode?.Trim() ?? "",
            _ => part,
        };

    /// <summary>In North America the name of the state is part of the address all the same: New York, New York.</summary>
    private static bool SaysTheCityAgain(Address address) =>
        address.Country is not ("US" or "CA")
        && string.Equals(address.Region?.Trim(), address.City.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>CH-8001 is written once as that, however the customer wrote their code.</summary>
    private static string WithoutPrefix(string postalCode, string literal)
    {
        var prefix = literal.Trim().TrimEnd('-');
        return prefix.Length > 0 && postalCode.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? postalCode[prefix.Length..].TrimStart('-', ' ')
            : postalCode;
    }

    /// <summary>True if no letter is of another script.</summary>
    private static bool IsLatin(string text) =>
        text.EnumerateRunes().All(rune => !Rune.IsLetter(rune) || rune.Value is <= 0x24F or (>= 0x1E00 and <= 0x1EFF));

    private static string CountryName(string code)
    {
        try
        {
            return $"{new RegionInfo(code).EnglishName.ToUpperInvariant()} ({code})";
        }
        catch (ArgumentException)
        {
            return code;
        }
    }

    [GeneratedRegex("%[CSZ]|[^%]+", RegexOptions.CultureInvariant, Patterns.Limit)]
    private static partial Regex Part();
}
