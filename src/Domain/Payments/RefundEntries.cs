using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// How refunds are named in an order's books: an entry when the money is asked back, and one when the customer has it, under the same
/// key.
/// </summary>
public static class RefundEntries
{
    private const string DisputeWon = "dispute-won:";

    /// <summary>
    /// The key of a refund that is owed because a dispute, against which it had been set off, was won: the same before the order's end
    /// and after it.
    /// </summary>
    public static string AfterDispute(string eventId) => $"{DisputeWon}{eventId}";

    /// <summary>Whether a refund is one of those.</summary>
    public static bool IsAfterDispute(string key) => key.StartsWith(DisputeWon, StringComparison.Ordinal);

    /// <summary>The key of the entry that begins a refund.</summary>
    public static string RequestedKey(string key) => $"refund:{key}:requested";

    /// <summary>The key of the entry that ends it.</summary>
    public static string SettledKey(string key) => $"refund:{key}:settled";

    /// <summary>The entry that begins a refund.</summary>
    public static LedgerEntry Requested(string key, Money amount, DateTimeOffset at) =>
        new(RequestedKey(key), LedgerKind.RefundRequested, amount, at, Reference: null);

    /// <summary>The entry that ends it.</summary>
    /// <param name="reference">The provider's id of it, or of the transfer that was made by hand.</param>
    public static LedgerEntry Settled(string key, Money amount, DateTimeOffset at, string? reference) =>
        new(SettledKey(key), LedgerKind.Refunded, amount, at, reference);

    /// <summary>
    /// Whether a refund waits to be told where it should go: crypto does not go back the way it came. Also of money that came after the
    /// order's end: it is asked back in the books, and not settled.
    /// </summary>
    public static bool WaitForAddress(Order order, IEnumerable<LedgerEntry> ledger) =>
        order.PaymentMethod == PaymentMethod.Crypto
        && Ledgers.Balance(ledger, LedgerAccount.RefundsUnderWay, order.Total.Currency).Amount != 0;
}
