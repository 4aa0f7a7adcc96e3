using System.Collections.Frozen;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// The world's currencies, and how many decimals each has, by ISO 4217: <c>src/Data/currencies.json</c>. What a payment provider takes for
/// a currency's minor unit may differ from it; that is for the provider's adapter to convert.
/// </summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, int> _decimals = DataFile
        .Read<CurrencyFile>("currencies.json")
        .Currencies.SelectMany(group => group.Codes.Select(code => (code, group.Decimals)))
        .ToFrozenDictionary(currency => currency.code, currency => currency.Decimals, StringComparer.Ordinal);

    /// <summary>Their codes.</summary>
    public static IEnumerable<string> All => _decimals.Keys;

    /// <summary>True for the code of a currency in use, in capitals.</summary>
    public static bool IsKnown(string code) => _decimals.ContainsKey(code);

    /// <summary>
    /// How many decimals an amount has: the minor unit is the last of them. Null: there is no such currency.
    /// </summary>
    public static int? DecimalsOf(string code) => _decimals.TryGetValue(code, out var decimals) ? decimals : null;
}

/// <summary><c>src/Data/currencies.json</c>.</summary>
public sealed record CurrencyFile(string Version, string Source, DateOnly Date, IReadOnlyList<CurrencyGroup> Currencies) : IDataFile
{
    public IEnumerable<string> Errors()
    {
        foreach (var group in Currencies.Where(group => group.Decimals is < 0 or > 4))
            yield return $"currencies: decimals {group.Decimals} should be from 0 to 4.";
        foreach (
            var code in Currencies.SelectMany(group => group.Codes).Where(code => code.Length != 3 || !code.All(char.IsAsciiLetterUpper))
        )
            yield return $"currencies: {code} should be three capital letters.";
        foreach (
            var twice in Currencies
                .SelectMany(group => group.Codes)
                .GroupBy(code => code, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            yield return $"currencies: {twice.Key} stands there {twice.Count()} times.";
    }
}

/// <param name="Decimals">Of an amount in the currency.</param>
/// <param name="Codes">ISO 4217 alphabetic codes.</param>
public sealed record CurrencyGroup(int Decimals, IReadOnlyList<string> Codes);
