using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>Where shipping takes longer and costs more: <c>src/Data/remote-areas.json</c>.</summary>
/// <param name="Currency">Of the surcharges.</param>
public sealed record RemoteAreas(string Version, string Source, DateOnly Date, string Currency, IReadOnlyList<RemoteArea> Areas) : IDataFile
{
    /// <summary>The area that the destination is in; null: in none.</summary>
    public RemoteArea? Find(Destination destination)
    {
        var territory = destination.Territory;
        return Areas.FirstOrDefault(area => area.Territories?.Contains(territory.Code, StringComparer.Ordinal) == true)
            ?? Areas.FirstOrDefault(area =>
                (area.Country == territory.Code || area.Country == territory.PartOf)
                && area.Ranges?.Any(range => range.Covers(destination.PostalCode)) == true
            );
    }

    public IEnumerable<string> Errors()
    {
        if (!Currencies.IsKnown(Currency))
            yield return "currency should be an ISO 4217 code of three capital letters.";
        foreach (var area in Areas)
        {
            if (area.Country is { } country && !Countries.IsKnown(country))
                yield return $"areas {area.Name.En}: {country} is no country.";
            if ((area.Country is null) != (area.Ranges is null) || (area.Country is null && area.Territories is null or []))
                yield return $"areas {area.Name.En}: it should have a country with ranges, or territories.";
            foreach (var unknown in (area.Territories ?? []).Where(code => !Ordering.Territories.IsKnown(code)))
                yield return $"areas {area.Name.En}: {unknown} is no territory.";
            if (area.Surcharge < 0 || area.ExtraDays is < 0 or > 30)
                yield return $"areas {area.Name.En}: surcharge should be at least 0, extraDays from 0 to 30.";
            foreach (var range in (area.Ranges ?? []).Where(range => !range.IsRange))
                yield return $"areas {area.Name.En}: {range.Error}";
        }

        foreach (var inCountry in Areas.Where(area => area.Ranges is not null).GroupBy(area => area.Country, StringComparer.Ordinal))
        {
            RemoteArea[] areas = [.. inCountry];
            for (var i = 0; i < areas.Length; i++)
            {
                foreach (var other in areas[(i + 1)..].Where(other => areas[i].Ranges!.Any(range => other.Ranges!.Any(range.Overlaps))))
                    yield return $"areas {areas[i].Name.En} and {other.Name.En}: their ranges overlap.";
            }
        }
    }
}

/// <param name="Surcharge">On the fee, in minor units.</param>
/// <param name="ExtraDays">Business days that shipping takes more.</param>
/// <param name="Country">With <paramref name="Ranges"/>: postal codes of that country, and of what is a part of it.</param>
/// <param name="Territories">Codes of territories that are remote as a whole, however their addresses are written.</param>
public sealed record RemoteArea(
    LocalizedText Name,
    long Surcharge,
    int ExtraDays,
    string? Country = null,
    IReadOnlyList<PostalRange>? Ranges = null,
    IReadOnlyList<string>? Territories = null
);
