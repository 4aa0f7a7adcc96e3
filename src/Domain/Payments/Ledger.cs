using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// One entry of an order's ledger: an amount that goes from one account to another, so that the ledger balances after each. Append-only,
/// keyed, never changed.
/// </summary>
/// <param name="Key">
/// (step, reference): <c>captured:USD-15900</c>, <c>refund:cancel:requested</c>, <c>refund:cancel:settled</c>. The same key twice is one
/// entry.
/// </param>
/// <param name="Amount">Positive.</param>
/// <param name="Reference">The event that told of it; of a refund, the provider's id of it.</param>
public sealed record LedgerEntry(string Key, LedgerKind Kind, Money Amount, DateTimeOffset At, string? Reference)
{
    /// <summary>Of a refund that was taken over: where the customer says how they want to have it; null: nothing is asked of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }

    /// <summary>The account that the amount goes to.</summary>
    public LedgerAccount Debit => LedgerKinds.Accounts(Kind).Debit;

    /// <summary>The account that it comes from.</summary>
    public LedgerAccount Credit => LedgerKinds.Accounts(Kind).Credit;
}

/// <summary>
/// The accounts of an order's books. Money at the provider and claims are debit balances; what the customer has with us and what was sold
/// are credit balances.
/// </summary>
public enum LedgerAccount
{
    /// <summary>Money that the payment provider holds for us.</summary>
    Provider,

    /// <summary>What the customer has paid and not yet got goods or money for; nothing at every end of every order.</summary>
    Customer,

    /// <summary>Seen by the payment provider, and not ours yet.</summary>
    Authorised,

    /// <summary>The counterpart of <see cref="Authorised"/>.</summary>
    Promised,

    /// <summary>Asked back for the customer, and not yet confirmed by the payment provider.</summary>
    RefundsUnderWay,

    /// <summary>Goods that the customer keeps.</summary>
    Goods,

    Shipping,

    Duties,

    /// <summary>Charged beyond goods and shipping: a restocking fee.</summary>
    Fees,

    /// <summary>Paid back for goods that the customer keeps: they were damaged, or not the right ones.</summary>
    Compensation,

    /// <summary>Given beyond what the goods cost.</summary>
    Goodwill,

    /// <summary>Taken back by the customer's bank.</summary>
    Disputed,
}

/// <summary>What an entry tells; each kind moves between two fixed accounts.</summary>
public enum LedgerKind
{
    Authorised,
    AuthorisationEnded,
    Captured,

    /// <summary>
    /// How the payment provider calls a payment or dispute that it had told of without a name: this one, and no other. Moves no money.
    /// </summary>
    Named,
    RefundRequested,

    /// <summary>The payment provider has taken a refund over, and says how it calls it. Moves no money.</summary>
    RefundSent,
    Refunded,

    /// <summary>A refund that the payment provider had confirmed is with it again: the customer has not got it.</summary>
    RefundReturned,

    /// <summary>
    /// What was asked back, and does not go back so: a refund that was taken over and came to nothing, or what a refund left over.
    /// </summary>
    RefundNotMade,

    /// <summary>A refund that the customer's bank has already made, by a chargeback.</summary>
    RefundedByDispute,

    /// <summary>
    /// A refund that had been set off against a dispute, which the shop has won since: the customer has to get it after all.
    /// </summary>
    RefundOwedAgain,
    GoodsSold,
    GoodsReturned,
    ShippingSold,
    ShippingWaived,
    DutiesSold,
    DutiesWaived,
    FeeCharged,
    CompensationPaid,
    GoodwillGiven,
    Disputed,
    DisputeWon,
}

public static class LedgerKinds
{
    public static (LedgerAccount Debit, LedgerAccount Credit) Accounts(LedgerKind kind) =>
        kind switch
        {
            LedgerKind.Authorised => (LedgerAccount.Authorised, LedgerAccount.Promised),
            LedgerKind.AuthorisationEnded => (LedgerAccount.Promised, LedgerAccount.Authorised),
            LedgerKind.Captured => (LedgerAccount.Provider, LedgerAccount.Customer),
            LedgerKind.Named => (LedgerAccount.Provider, LedgerAccount.Provider),
            LedgerKind.RefundRequested => (LedgerAccount.Customer, LedgerAccount.RefundsUnderWay),
            LedgerKind.RefundSent => (LedgerAccount.RefundsUnderWay, LedgerAccount.RefundsUnderWay),
            LedgerKind.Refunded => (LedgerAccount.RefundsUnderWay, LedgerAccount.Provider),
            LedgerKind.RefundReturned => (LedgerAccount.Provider, LedgerAccount.Customer),
            LedgerKind.RefundNotMade => (LedgerAccount.RefundsUnderWay, LedgerAccount.Customer),
            LedgerKind.RefundedByDispute => (LedgerAccount.Customer, LedgerAccount.Disputed),
            LedgerKind.RefundOwedAgain => (LedgerAccount.Disputed, LedgerAccount.Customer),
            LedgerKind.GoodsSold => (LedgerAccount.Customer, LedgerAccount.Goods),
            LedgerKind.GoodsReturned => (LedgerAccount.Goods, LedgerAccount.Customer),
            LedgerKind.ShippingSold => (LedgerAccount.Customer, LedgerAccount.Shipping),
            LedgerKind.ShippingWaived => (LedgerAccount.Shipping, LedgerAccount.Customer),
            LedgerKind.DutiesSold => (LedgerAccount.Customer, LedgerAccount.Duties),
            LedgerKind.DutiesWaived => (LedgerAccount.Duties, LedgerAccount.Customer),
            LedgerKind.FeeCharged => (LedgerAccount.Customer, LedgerAccount.Fees),
            LedgerKind.CompensationPaid => (LedgerAccount.Compensation, LedgerAccount.Customer),
            LedgerKind.GoodwillGiven => (LedgerAccount.Goodwill, LedgerAccount.Customer),
            LedgerKind.Disputed => (LedgerAccount.Disputed, LedgerAccount.Provider),
            LedgerKind.DisputeWon => (LedgerAccount.Provider, LedgerAccount.Disputed),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of ledger entry."),
        };
}
