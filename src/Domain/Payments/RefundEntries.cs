using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// How refunds are named in an order's books: an entry when the money is asked back, and one when the customer has it, under the same
/// key.
/// </summary>
public static class RefundEntries
{
    private const string Again = "again:";
    private const string DisputeWon = "dispute-won:";

    /// <summary>
    /// The key of a refund that is owed because a dispute, against which it had been set off, was won: the same before the order's end
    /// and after it.
    /// </summary>
    public static string AfterDispute(string eventId) => $"{DisputeWon}{eventId}";

    /// <summary>Whether a refund is one of those.</summary>
    public static bool IsAfterDispute(string key) => key.StartsWith(DisputeWon, StringComparison.Ordinal);

    /// <summary>The reference of the mail that a person has made a refund.</summary>
    public static string MailOfTransfer(string key) => $"paid:{key}";

    /// <summary>The key of the entry that begins a refund.</summary>
    public static string RequestedKey(string key) => $"refund:{key}:requested";

    /// <summary>The key of the entry that ends it.</summary>
    public static string SettledKey(string key) => $"refund:{key}:settled";

    /// <summary>The key of the entry that the payment provider has taken it over.</summary>
    public static string SentKey(string key) => $"refund:{key}:sent";

    /// <summary>The entry that begins a refund.</summary>
    public static LedgerEntry Requested(string key, Money amount, DateTimeOffset at) =>
        new(RequestedKey(key), LedgerKind.RefundRequested, amount, at, Reference: null);

    /// <summary>The entry that the payment provider has taken it over.</summary>
    /// <param name="reference">The provider's id of it.</param>
    /// <param name="link">See <see cref="RefundReceipt"/>.</param>
    public static LedgerEntry Sent(string key, Money amount, DateTimeOffset at, string? reference, string? link = null) =>
        new(SentKey(key), LedgerKind.RefundSent, amount, at, reference) { Link = link };

    /// <summary>The refund that is owed in the place of one that came back.</summary>
    public static RefundState OwedAgain(RefundState returned, DateTimeOffset at) =>
        new(AgainKey(returned.Key), returned.Amount, RefundStatus.Failed, Reference: null, at);

    /// <summary>Its key.</summary>
    public static string AgainKey(string key) => $"{Again}{key}";

    /// <summary>Whether a refund is owed in the place of one that came back.</summary>
    public static bool IsAgain(string key) => key.StartsWith(Again, StringComparison.Ordinal);

    /// <summary>The key of the entry that a refund came back.</summary>
    public static string ReturnedKey(string key) => $"refund:{key}:returned";

    /// <summary>The entry that a refund came back: of money that the books have as arrived, or as under way.</summary>
    /// <param name="eventId">By which it was told.</param>
    public static LedgerEntry Returned(RefundState refund, DateTimeOffset at, string eventId) =>
        new(
            ReturnedKey(refund.Key),
            refund.Status == RefundStatus.Settled ? LedgerKind.RefundReturned : LedgerKind.RefundNotMade,
            refund.Amount,
            at,
            eventId
        );

    /// <summary>A refund as it stands in the books: whether it has come back since.</summary>
    public static RefundState Now(RefundState refund, IEnumerable<LedgerEntry> ledger) =>
        ledger.FirstOrDefault(entry => entry.Key == ReturnedKey(refund.Key)) is { } returned
            ? refund with
            {
                Status = RefundStatus.Returned,
                At = returned.At,
            }
            : refund;

    /// <summary>The refunds as the books know them, oldest first.</summary>
    public static IReadOnlyList<RefundState> Read(Order order, IReadOnlyCollection<LedgerEntry> ledger)
    {
        var (before, after) = ("refund:".Length, ":requested".Length);
        return
        [
            .. from asked in ledger
            where asked.Kind == LedgerKind.RefundRequested
            orderby asked.At
            let key = asked.Key[before..^after]
            let settled = ledger.FirstOrDefault(entry => entry.Key == SettledKey(key))
            let sent = ledger.FirstOrDefault(entry => entry.Key == SentKey(key))
            let status = settled is not null ? RefundStatus.Settled
            : sent is not null ? RefundStatus.Sent
            : order.PaymentMethod == PaymentMethod.Crypto ? RefundStatus.InKind
            : RefundStatus.Failed
            let last = settled ?? sent ?? asked
            select Now(
                new RefundState(key, AmountOf(key, ledger) ?? asked.Amount, status, last.Reference, last.At) { Link = sent?.Link },
                ledger
            ),
        ];
    }

    /// <summary>The key of the refund of what another one left over.</summary>
    /// <param name="part">2 for the first of them.</param>
    public static string PartKey(string key, int part) => FormattableString.Invariant($"{key}/{part}");

    /// <summary>The entry that a refund is of less than was asked for: the rest is asked for under another key.</summary>
    public static LedgerEntry Rest(string key, Money rest, DateTimeOffset at) =>
        new(RestKey(key), LedgerKind.RefundNotMade, rest, at, Reference: null);

    /// <summary>How much a refund is of, as the books have it; null if there is none of that key.</summary>
    public static Money? AmountOf(string key, IReadOnlyCollection<LedgerEntry> ledger) =>
        ledger.FirstOrDefault(entry => entry.Key == RequestedKey(key)) is not { } asked ? null
        : ledger.FirstOrDefault(entry => entry.Key == RestKey(key)) is { } rest ? asked.Amount - rest.Amount
        : asked.Amount;

    private static string RestKey(string key) => $"refund:{key}:rest";

    /// <summary>The entry that ends it.</summary>
    /// <param name="reference">The provider's id of it, or of the transfer that was made by hand.</param>
    public static LedgerEntry Settled(string key, Money amount, DateTimeOffset at, string? reference) =>
        new(SettledKey(key), LedgerKind.Refunded, amount, at, reference);

    /// <summary>
    /// Whether a refund waits to be told where it should go: crypto does not go back the way it came. Also of money that came after the
    /// order's end: it is asked back in the books, and not settled.
    /// </summary>
    public static bool WaitForAddress(Order order, IReadOnlyCollection<LedgerEntry> ledger) =>
        order.PaymentMethod == PaymentMethod.Crypto && Read(order, ledger).Any(refund => refund.Status == RefundStatus.InKind);
}
