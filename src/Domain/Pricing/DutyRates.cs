using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>Import duties and taxes by country: <c>src/Data/duties.json</c>.</summary>
/// <param name="Currency">Of the thresholds, which are converted at the table's date.</param>
public sealed record DutyRates(string Version, string Source, DateOnly Date, string Currency, IReadOnlyList<ImportRules> Rules) : IDataFile
{
    /// <summary>Null: nothing is known of what is taken there.</summary>
    /// <param name="place">A <see cref="Territory"/>'s code: what its country takes says nothing of it.</param>
    public ImportRules? Find(string place) => Rules.FirstOrDefault(rules => rules.TaxBasisPoints.ContainsKey(place));

    public IEnumerable<string> Errors()
    {
        if (!Currencies.IsKnown(Currency))
            yield return "currency should be an ISO 4217 code of three capital letters.";
        foreach (var error in Rules.SelectMany(rules => rules.Errors().Select(error => $"rules {rules.Name}: {error}")))
            yield return error;
        foreach (
            var twice in Rules
                .SelectMany(rules => rules.TaxBasisPoints.Keys)
                .GroupBy(country => country, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            yield return $"rules: {twice.Key} stands there {twice.Count()} times.";
    }
}

/// <summary>What one country, or several with one tariff, take of goods that come in.</summary>
public sealed record ImportRules
{
    public required string Name { get; init; }

    /// <summary>Where the rates and thresholds are from.</summary>
    public required string Source { get; init; }

    /// <summary>By country, or a territory's code: the rate of value-added or sales tax on imports, in hundredths of a percent.</summary>
    public required IReadOnlyDictionary<string, int> TaxBasisPoints { get; init; }

    /// <summary>True: duty is on goods and shipping (CIF); false: on the goods alone (FOB). Tax is on all of it, and on the duty.</summary>
    public required bool OnShipping { get; init; }

    /// <summary>Goods worth this much or less pay no duty, in minor units.</summary>
    public required long DutyFreeUpTo { get; init; }

    /// <summary>Goods worth this much or less pay no tax.</summary>
    public required long TaxFreeUpTo { get; init; }

    /// <summary>Who pays: see <see cref="DutyTerms"/>.</summary>
    public required DutyTerms Terms { get; init; }

    /// <summary>
    /// By the number in the Harmonised System; the longest that fits counts, of two as long the one with the origin; one is for all
    /// (empty).
    /// </summary>
    public required IReadOnlyList<DutyRate> Duties { get; init; }

    /// <summary>With <see cref="DutyTerms.Ddp"/>: goods worth more are sent DAP all the same; null: none are.</summary>
    public long? CollectedUpTo { get; init; }

    /// <summary>The rate of duty in hundredths of a percent.</summary>
    public int DutyBasisPoints(string? hsCode, string? origin) =>
        Duties
            .Where(rate =>
                (hsCode ?? "").StartsWith(rate.HsCode, StringComparison.Ordinal) && (rate.Origin is null || rate.Origin == origin)
            )
            .MaxBy(rate => (rate.HsCode.Length, rate.Origin is null ? 0 : 1))!
            .BasisPoints;

    /// <summary>Who pays for goods worth this much, in minor units.</summary>
    public DutyTerms TermsFor(long goods) =>
        Terms == DutyTerms.Ddp && goods <= (CollectedUpTo ?? long.MaxValue) ? DutyTerms.Ddp : DutyTerms.Dap;

    internal IEnumerable<string> Errors()
    {
        if (Source.Length == 0)
            yield return "source is empty.";
        foreach (var (country, tax) in TaxBasisPoints)
        {
            if (!Territories.IsKnown(country))
                yield return $"{country} is no country.";
            if (tax is < 0 or > 10_000)
                yield return $"the tax of {country} should be from 0 to 10000 hundredths of a percent.";
        }

        if (DutyFreeUpTo < 0 || TaxFreeUpTo < 0 || CollectedUpTo < 0)
            yield return "thresholds should be at least 0.";
        if (Terms == DutyTerms.Dap && CollectedUpTo is not null)
            yield return "collectedUpTo is for ddp alone.";
        if (!Duties.Any(rate => rate is { HsCode: "", Origin: null }))
            yield return "duties: one should be for all goods (hsCode \"\" and no origin).";
        foreach (
            var rate in Duties.Where(rate =>
                rate.HsCode.Length > 6 || !rate.HsCode.All(char.IsAsciiDigit) || rate.BasisPoints is < 0 or > 30_000
            )
        )
            yield return $"duties \"{rate.HsCode}\": hsCode should be up to 6 digits, basisPoints from 0 to 30000.";
        foreach (var twice in Duties.GroupBy(rate => (rate.HsCode, rate.Origin)).Where(group => group.Count() > 1))
            yield return $"duties \"{twice.Key.HsCode}\": stands there {twice.Count()} times.";
    }
}

/// <param name="HsCode">The beginning of a number in the Harmonised System; empty: all.</param>
/// <param name="BasisPoints">Of the value, in hundredths of a percent.</param>
/// <param name="Origin">Only for goods made there.</param>
public sealed record DutyRate(string HsCode, int BasisPoints, string? Origin = null);
