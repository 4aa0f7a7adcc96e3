using System.Collections.Frozen;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Finds the territory of an address, by <c>src/Data/territories.json</c>: Jersey is Jersey, whether it is written as <c>JE</c> or as a
/// postal code <c>JE…</c> under <c>GB</c>.
/// </summary>
public static class Territories
{
    private static readonly TerritoryFile _file = DataFile.Read<TerritoryFile>("territories.json");

    private static readonly FrozenDictionary<string, Territory> _byCode = _file
        .Territories.Select(entry => new Territory(entry.Code, entry.PartOf, entry.Name))
        .ToFrozenDictionary(territory => territory.Code, StringComparer.Ordinal);

    private static readonly ILookup<string, (TerritoryEntry Entry, WrittenAs Written)> _byCountry = _file
        .Territories.SelectMany(entry => entry.Written.Select(written => (Entry: entry, Written: written)))
        .ToLookup(item => item.Written.Country, StringComparer.Ordinal);

    /// <summary>All territories of the table.</summary>
    public static IEnumerable<Territory> All => _byCode.Values;

    /// <summary>True for the code of a country or of a territory.</summary>
    public static bool IsKnown(string code) => _byCode.ContainsKey(code) || Countries.IsKnown(code);

    /// <summary>The territory with a code; one of a country's that has no entry is its mainland.</summary>
    public static Territory Named(string code) => _byCode.GetValueOrDefault(code) ?? new Territory(code, null, null);

    /// <summary>
    /// Where a destination lies. Of several entries the one with the longest beginning of a postal code counts, then one by name.
    /// </summary>
    public static Territory Of(Destination destination)
    {
        var found = _byCountry[destination.Country]
            .Select(item => (item.Entry.Code, Length: item.Written.Fit(destination)))
            .Where(item => item.Length is not null)
            .OrderByDescending(item => item.Length)
            .Select(item => item.Code)
            .FirstOrDefault();
        return Named(found ?? destination.Country);
    }
}

/// <summary><c>src/Data/territories.json</c>.</summary>
public sealed record TerritoryFile(string Version, string Source, DateOnly Date, IReadOnlyList<TerritoryEntry> Territories) : IDataFile
{
    public IEnumerable<string> Errors()
    {
        foreach (var twice in Territories.GroupBy(entry => entry.Code, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"territories: {twice.Key} stands there {twice.Count()} times.";
        foreach (var entry in Territories)
        {
            if (entry.Source.Length == 0)
                yield return $"territories {entry.Code}: source is empty.";
            if (entry.PartOf is { } country && !Countries.IsKnown(country))
                yield return $"territories {entry.Code}: {country} is no country.";
            if (entry.Written.Count == 0)
                yield return $"territories {entry.Code}: say how it is written under a country.";
            foreach (var written in entry.Written.Where(written => !Countries.IsKnown(written.Country)))
                yield return $"territories {entry.Code}: {written.Country} is no country.";
            foreach (var written in entry.Written.Where(written => written.Ranges is null or [] && written.Names is null or []))
                yield return $"territories {entry.Code}: under {written.Country} it has neither ranges nor names.";
            foreach (var range in entry.Written.SelectMany(written => written.Ranges ?? []).Where(range => !range.IsRange))
                yield return $"territories {entry.Code}: {range.Error}";
        }
    }
}

/// <param name="PartOf"><see cref="Territory.PartOf"/>.</param>
/// <param name="Source">What says that it is a territory of its own.</param>
public sealed record TerritoryEntry(
    string Code,
    LocalizedText Name,
    string Source,
    IReadOnlyList<WrittenAs> Written,
    string? PartOf = null
);

/// <summary>How addresses there are written under a country's code; what is given has to hold together.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Ranges">Its postal codes.</param>
/// <param name="Names">Beginnings of its name, which is a word of region or city, in any case: <c>Comune di Livigno</c>.</param>
public sealed record WrittenAs(string Country, IReadOnlyList<PostalRange>? Ranges = null, IReadOnlyList<string>? Names = null)
{
    /// <summary>How many characters of the postal code speak for it, 0 if its name does; null: it is not there.</summary>
    internal int? Fit(Destination destination)
    {
        if (Names is { Count: > 0 } names && !names.Any(name => Has(destination.Region, name) || Has(destination.City, name)))
            return null;
        return Ranges is { Count: > 0 } ranges
            ? ranges.Where(range => range.Covers(destination.PostalCode)).Max(range => (int?)range.From.Length)
            : 0;
    }

    private static bool Has(string? text, string name)
    {
        if (text is null)
            return false;
        var sought = Plain(name);
        return Enumerable
            .Range(0, text.Length)
            .Where(at => at == 0 || !char.IsLetter(text[at - 1]) || text.AsSpan(0, at) is "中国" or "中國")
            .Any(at => Plain(text[at..]).StartsWith(sought, StringComparison.OrdinalIgnoreCase));
    }

    private static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
