namespace Orders.Functions.Orders;

/// <summary>Sums over an order's ledger. Entries in a currency that is not asked for are left out: money never mixes.</summary>
public static class Ledgers
{
    public static Money Captured(IEnumerable<LedgerEntry> entries, string currency) => Sum(entries, LedgerKind.Captured, currency);

    /// <summary>What the provider has confirmed as given back.</summary>
    public static Money Refunded(IEnumerable<LedgerEntry> entries, string currency) => Sum(entries, LedgerKind.Refunded, currency);

    /// <summary>Captured less refunded.</summary>
    public static Money Balance(IReadOnlyCollection<LedgerEntry> entries, string currency) => Captured(entries, currency) - Refunded(entries, currency);

    /// <summary>Per currency, by how much the shop holds more (or less) than the value of what the customer keeps; empty when the books balance.</summary>
    /// <param name="kept">In the order's currency; in any other the shop should hold nothing.</param>
    public static IReadOnlyList<Money> Differences(IReadOnlyCollection<LedgerEntry> entries, Money kept) =>
    [
        .. entries
            .Select(entry => entry.Amount.Currency)
            .Append(kept.Currency)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(currency => currency == kept.Currency ? Balance(entries, currency) - kept : Balance(entries, currency))
            .Where(difference => difference.Amount != 0),
    ];

    // The same key twice is one entry, however often it was written down.
    private static Money Sum(IEnumerable<LedgerEntry> entries, LedgerKind kind, string currency) => entries
        .Where(entry => entry.Kind == kind && entry.Amount.Currency == currency)
        .DistinctBy(entry => entry.Key, StringComparer.Ordinal)
        .Aggregate(Money.Zero(currency), (sum, entry) => sum + entry.Amount);
}
