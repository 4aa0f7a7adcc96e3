using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>Where shipping takes longer and costs more: <c>src/Data/remote-areas.json</c>.</summary>
/// <param name="Currency">Of the surcharges.</param>
public sealed record RemoteAreas(string Version, string Source, DateOnly Date, string Currency, IReadOnlyList<RemoteArea> Areas) : IDataFile
{
    /// <summary>The area that the postal code is in; null: in none.</summary>
    public RemoteArea? Find(Destination destination)
    {
        var code = Plain(destination.PostalCode ?? "");
        return Areas.FirstOrDefault(area => area.Country == destination.Country && area.Ranges.Any(range => range.Covers(code)));
    }

    public IEnumerable<string> Errors()
    {
        if (!Currencies.IsKnown(Currency))
            yield return "currency should be an ISO 4217 code of three capital letters.";
        foreach (var area in Areas)
        {
            if (!Countries.IsKnown(area.Country))
                yield return $"areas {area.Name.En}: {area.Country} is no country.";
            if (area.Surcharge < 0 || area.ExtraDays is < 0 or > 30)
                yield return $"areas {area.Name.En}: surcharge should be at least 0, extraDays from 0 to 30.";
            foreach (var range in area.Ranges.Where(range => !range.IsRange))
                yield return $"areas {area.Name.En}: {range.From} to {range.To} is no range: both ends should have the same number "
                    + "of capital letters and digits, the lower one first.";
        }

        foreach (var country in Areas.GroupBy(area => area.Country, StringComparer.Ordinal))
        {
            RemoteArea[] areas = [.. country];
            for (var i = 0; i < areas.Length; i++)
            {
                foreach (var other in areas[(i + 1)..].Where(other => areas[i].Ranges.Any(range => other.Ranges.Any(range.Overlaps))))
                    yield return $"areas {areas[i].Name.En} and {other.Name.En}: their ranges overlap.";
            }
        }
    }

    private static string Plain(string code) => new([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
}

/// <param name="Surcharge">On the fee, in minor units.</param>
/// <param name="ExtraDays">Business days that shipping takes more.</param>
public sealed record RemoteArea(LocalizedText Name, string Country, IReadOnlyList<PostalRange> Ranges, long Surcharge, int ExtraDays);

/// <summary>
/// Postal codes, spaces and dashes left out, that begin like one from <paramref name="From"/> to <paramref name="To"/>: <c>85</c> to
/// <c>85</c> is all of 850000 to 859999.
/// </summary>
public sealed record PostalRange(string From, string To)
{
    internal bool IsRange =>
        From.Length > 0
        && From.Length == To.Length
        && (From + To).All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
        && string.CompareOrdinal(From, To) <= 0;

    internal bool Covers(string code) =>
        code.Length >= From.Length
        && string.CompareOrdinal(code[..From.Length], From) >= 0
        && string.CompareOrdinal(code[..To.Length], To) <= 0;

    internal bool Overlaps(PostalRange other)
    {
        var length = Math.Min(From.Length, other.From.Length);
        return string.CompareOrdinal(From[..length], other.To[..length]) <= 0
            && string.CompareOrdinal(other.From[..length], To[..length]) <= 0;
    }
}
