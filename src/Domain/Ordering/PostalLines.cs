using System.Globalization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>An address in the order in which its country's post reads it.</summary>
public static class PostalLines
{
    /// <summary>Without recipient and phone; the country last, in capitals, as the postal union asks.</summary>
    public static IReadOnlyList<string> Of(Address address)
    {
        IEnumerable<string?> lines = address.Country is "CN" or "JP" or "TW" or "HK" or "MO"
            ? [Joined("", address.Region, address.City), address.Line1, address.Line2, address.PostalCode]
            : [address.Line1, address.Line2, Joined(" ", address.City, address.Region, address.PostalCode)];
        return [.. lines.Append(CountryName(address.Country)).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!)];
    }

    private static string Joined(string separator, params string?[] parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrWhiteSpace(part)));

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
}
