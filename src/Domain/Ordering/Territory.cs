namespace Orders.Functions.Domain.Ordering;

/// <summary>Where an address lies, as far as customs, taxes, rules and carriage are concerned: a country, or a territory of its own.</summary>
/// <param name="Code">
/// ISO 3166-1 alpha-2 of a country or a territory (<c>GB</c>, <c>JE</c>), ISO 3166-2 of a region (<c>ES-CN</c>), else a code of
/// <c>src/Data/territories.json</c> (<c>IT-LIVIGNO</c>). The tables are looked up by it.
/// </param>
/// <param name="PartOf">
/// The country whose entries in a table hold where the table has none for the territory; never those of duties and taxes. Null: none.
/// </param>
/// <param name="Name">Null for a country's mainland.</param>
public sealed record Territory(string Code, string? PartOf, LocalizedText? Name)
{
    /// <summary>True if the codes hold the territory, or the country that it is a part of.</summary>
    public bool IsIn(IEnumerable<string> codes) => codes.Any(code => code == Code || code == PartOf);

    /// <summary>For a sentence: <c>Jersey (JE)</c>, <c>DE</c>.</summary>
    public string Label(string locale) => Name is null ? Code : $"{Name.In(locale)} ({Code})";
}
