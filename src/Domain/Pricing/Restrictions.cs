using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>What may not go where, and why: <c>src/Data/restrictions.json</c>.</summary>
public sealed record Restrictions(string Version, string Source, DateOnly Date, IReadOnlyList<Restriction> Rules) : IDataFile
{
    /// <summary>The first rule against sending the product there; null if there is none.</summary>
    /// <param name="place">A <see cref="Territory"/>'s code; what may not go to a country may not go to a part of it either.</param>
    public Restriction? Against(Product product, string place) =>
        Rules.FirstOrDefault(rule => Territories.Named(place).IsIn(rule.Countries) && rule.IsAbout(product));

    /// <summary>True if neither a rule nor the product itself is against sending it there.</summary>
    /// <inheritdoc cref="Against" path="/param"/>
    public bool MayGo(Product product, string place) =>
        Against(product, place) is null && !Territories.Named(place).IsIn(product.ForbiddenCountries);

    /// <summary>All countries that the product may not go to, sorted.</summary>
    public IReadOnlyList<string> CountriesAgainst(Product product) =>
        [
            .. Rules
                .Where(rule => rule.IsAbout(product))
                .SelectMany(rule => rule.Countries)
                .Concat(product.ForbiddenCountries)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    public IEnumerable<string> Errors()
    {
        foreach (var rule in Rules)
        {
            if (rule.Code.Length == 0 || rule.Code.Any(c => !char.IsAsciiLetterLower(c) && c != '_'))
                yield return $"rules: \"{rule.Code}\" is no code: write it in small letters and underscores.";
            if ((rule.Skus is null or []) && rule.HsCode is null)
                yield return $"rules {rule.Code}: it names neither skus nor an hsCode, so it is about nothing.";
            if (rule.HsCode is { } hs && (hs.Length is < 2 or > 6 || !hs.All(char.IsAsciiDigit)))
                yield return $"rules {rule.Code}: hsCode {hs} should be 2 to 6 digits.";
            if (rule.Countries.Count == 0)
                yield return $"rules {rule.Code}: it has no country.";
            foreach (var country in rule.Countries.Where(country => !Territories.IsKnown(country)))
                yield return $"rules {rule.Code}: {country} is no country.";
            if (rule.Text.En.Length == 0 || rule.Text.Zh.Length == 0)
                yield return $"rules {rule.Code}: text should be there in en and zh.";
        }
    }
}

/// <param name="Code">The reason, for programs: <c>export_control</c>.</param>
/// <param name="Countries">Where it may not go: countries with all that is a part of them, or single territories.</param>
/// <param name="Skus">Products that it is about.</param>
/// <param name="HsCode">Or all whose number in the Harmonised System begins so.</param>
/// <param name="Text">The reason, for the customer.</param>
public sealed record Restriction(
    string Code,
    IReadOnlyList<string> Countries,
    LocalizedText Text,
    IReadOnlyList<string>? Skus = null,
    string? HsCode = null
)
{
    internal bool IsAbout(Product product) =>
        Skus?.Contains(product.Sku, StringComparer.Ordinal) == true
        || (HsCode is not null && product.HsCode?.StartsWith(HsCode, StringComparison.Ordinal) == true);
}
