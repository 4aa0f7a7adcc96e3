using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>Sums over an order's ledger. Entries in a currency that is not asked for are left out: money never mixes.</summary>
public static class Ledgers
{
    public static Money Captured(IEnumerable<LedgerEntry> entries, string currency) => Sum(entries, LedgerKind.Captured, currency);

    /// <summary>What the provider has confirmed as refunded, and what the customer's bank took back in place of a refund.</summary>
    public static Money Refunded(IReadOnlyCollection<LedgerEntry> entries, string currency) =>
        Arrived(entries, currency) + SetOff(entries, currency);

    /// <summary>Refunds that have reached the customer, and not come back.</summary>
    public static Money Arrived(IReadOnlyCollection<LedgerEntry> entries, string currency) =>
        Sum(entries, LedgerKind.Refunded, currency) - Sum(entries, LedgerKind.RefundReturned, currency);

    /// <summary>Refunds that the customer's bank has made in the shop's place, and not lost again.</summary>
    public static Money SetOff(IReadOnlyCollection<LedgerEntry> entries, string currency) =>
        Sum(entries, LedgerKind.RefundedByDispute, currency) - Sum(entries, LedgerKind.RefundOwedAgain, currency);

    /// <summary>
    /// What the customer has to get after all, once a dispute is won: refunds that were set off against money which the bank no longer has.
    /// </summary>
    /// <param name="disputed">What the bank has, less what is set off; below nothing where more was won than the rest.</param>
    public static Money OwedAgain(Money disputed, Money setOff)
    {
        // A win that is notified before its dispute leaves a debt of the bank's, and nothing that is owed to the customer.
        var lacking = Money.Zero(disputed.Currency) - disputed;
        var owed = lacking < setOff ? lacking : setOff;
        return owed.Amount > 0 ? owed : Money.Zero(disputed.Currency);
    }

    /// <summary>The value of what the customer keeps: goods, shipping, duties and fees, less compensations and goodwill.</summary>
    public static Money Kept(IReadOnlyCollection<LedgerEntry> entries, string currency)
    {
        LedgerAccount[] sold =
        [
            LedgerAccount.Goods,
            LedgerAccount.Shipping,
            LedgerAccount.Duties,
            LedgerAccount.Fees,
            LedgerAccount.Compensation,
            LedgerAccount.Goodwill,
        ];
        return sold.Aggregate(Money.Zero(currency), (sum, account) => sum - Balance(entries, account, currency));
    }

    /// <summary>What an account holds: debits less credits.</summary>
    public static Money Balance(IEnumerable<LedgerEntry> entries, LedgerAccount account, string currency) =>
        entries
            .Where(entry => entry.Amount.Currency == currency)
            .DistinctBy(entry => entry.Key, StringComparer.Ordinal)
            .Aggregate(
                Money.Zero(currency),
                (sum, entry) =>
                    (entry.Debit == account ? sum + entry.Amount : sum) - (entry.Credit == account ? entry.Amount : Money.Zero(currency))
            );

    /// <summary>Captured less refunded.</summary>
    public static Money Balance(IReadOnlyCollection<LedgerEntry> entries, string currency) =>
        Captured(entries, currency) - Refunded(entries, currency);

    /// <summary>
    /// Per currency, what is wrong with books that should be closed: money that is still the customer's, a refund that was not confirmed,
    /// goods sold that are not the value the customer keeps. Empty when the books balance.
    /// </summary>
    /// <param name="kept">In the order's currency; in any other the customer keeps nothing.</param>
    public static IReadOnlyList<Money> Differences(IReadOnlyCollection<LedgerEntry> entries, Money kept) =>
        [
            .. entries
                .Select(entry => entry.Amount.Currency)
                .Append(kept.Currency)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .SelectMany(currency =>
                    (Money[])
                        [
                            Money.Zero(currency) - Balance(entries, LedgerAccount.Customer, currency),
                            Money.Zero(currency) - Balance(entries, LedgerAccount.RefundsUnderWay, currency),
                            currency == kept.Currency ? Kept(entries, currency) - kept : Kept(entries, currency),
                        ]
                )
                .Where(difference => difference.Amount != 0),
        ];

    // The same key twice is one entry, however often it was written down.
    private static Money Sum(IEnumerable<LedgerEntry> entries, LedgerKind kind, string currency) =>
        entries
            .Where(entry => entry.Kind == kind && entry.Amount.Currency == currency)
            .DistinctBy(entry => entry.Key, StringComparer.Ordinal)
            .Aggregate(Money.Zero(currency), (sum, entry) => sum + entry.Amount);
}
