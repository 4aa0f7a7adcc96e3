using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Orchestrations;

/// <summary>What the text of a timeline line or of a mail needs, by name. Never personal data.</summary>
internal static class Fact
{
    public static (string Name, string Value) Amount(Money amount) => ("amount", amount.ToString());

    /// <summary>What the customer's bank took back, and has given them already.</summary>
    public static (string Name, string Value) ByBank(Money amount) => ("bank", amount.ToString());

    /// <summary>How a transfer is named that a person made.</summary>
    public static (string Name, string Value) Transfer(string reference) => ("transfer", reference);

    /// <summary>Where the customer says how they want to have a refund.</summary>
    public static (string Name, string Value) Link(string url) => ("link", url);

    public static (string Name, string Value) Missing(Money amount) => ("missing", amount.ToString());

    public static (string Name, string Value) Total(Money amount) => ("total", amount.ToString());

    public static (string Name, string Value) Until(DateTimeOffset deadline) => ("until", deadline.ToString("O"));

    public static (string Name, string Value) Reason(Reasons reasons) => ("reason", $"{reasons}");

    public static (string Name, string Value) Skus(IEnumerable<string> skus) => ("skus", string.Join(", ", skus));

    /// <summary>What lines are called, in both languages: they may be off the order by the time somebody reads it.</summary>
    public static IReadOnlyList<(string Name, string Value)> Names(IReadOnlyList<OrderLine> lines) =>
        [("en", string.Join(", ", lines.Select(line => line.Name.En))), ("zh", string.Join("、", lines.Select(line => line.Name.Zh)))];

    /// <returns>Null for none; what has no value is left out.</returns>
    public static IReadOnlyDictionary<string, string>? Named(IEnumerable<(string Name, string Value)> facts)
    {
        var named = facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        return named.Count == 0 ? null : named;
    }
}
