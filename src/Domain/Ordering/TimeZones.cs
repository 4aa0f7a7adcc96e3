using System.Collections.Frozen;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// The clock of an address, by <c>src/Data/time-zones.json</c>, in countries and territories that have several: Perth is not Sydney, and
/// Las Palmas is not Madrid. Everywhere else a country's code says enough.
/// </summary>
public static class TimeZones
{
    private static readonly TimeZoneFile _file = DataFile.Read<TimeZoneFile>("time-zones.json");

    private static readonly ILookup<string, ZoneRanges> _byCountry = _file.Zones.ToLookup(zone => zone.Country, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _byTerritory = _file.Territories.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All zones that the table names.</summary>
    public static IEnumerable<string> All => _file.Zones.Select(zone => zone.Zone).Concat(_byTerritory.Values).Distinct();

    /// <summary>True of a country whose addresses the table tells apart.</summary>
    public static bool TellsApart(string country) => _byCountry.Contains(country);

    /// <summary>
    /// The IANA zone of a destination: that with the longest beginning of its postal code; null where its territory's or country's own is
    /// meant.
    /// </summary>
    public static string? Of(Destination destination)
    {
        var place = destination.Place;
        return _byTerritory.GetValueOrDefault(place)
            ?? _byCountry[place]
                .SelectMany(zone => zone.Ranges, (zone, range) => (zone.Zone, Range: range))
                .Where(item => item.Range.Covers(destination.PostalCode))
                .OrderByDescending(item => item.Range.From.Length)
                .Select(item => item.Zone)
                .FirstOrDefault();
    }
}

/// <summary><c>src/Data/time-zones.json</c>.</summary>
/// <param name="Territories">The zone of a <see cref="Territory"/> whose code is no country's.</param>
public sealed record TimeZoneFile(
    string Version,
    string Source,
    DateOnly Date,
    IReadOnlyDictionary<string, string> Territories,
    IReadOnlyList<ZoneRanges> Zones
) : IDataFile
{
    public IEnumerable<string> Errors()
    {
        foreach (var code in Territories.Keys.Where(code => !Ordering.Territories.IsKnown(code)))
            yield return $"territories: {code} is no territory.";
        foreach (var zone in Zones)
        {
            if (!Ordering.Territories.IsKnown(zone.Country))
                yield return $"zones {zone.Zone}: {zone.Country} is no country.";
            if (zone.Ranges.Count == 0)
                yield return $"zones {zone.Zone}: say which postal codes lie in it.";
            foreach (var range in zone.Ranges.Where(range => !range.IsRange))
                yield return $"zones {zone.Zone}: {range.Error}";
        }
    }
}

/// <summary>The postal codes of a country that lie in a zone; of several that fit, the longest beginning counts.</summary>
/// <param name="Zone">Of the IANA time zone database.</param>
public sealed record ZoneRanges(string Country, string Zone, IReadOnlyList<PostalRange> Ranges);
