using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// One payment of a customer, however often its company tells of it: seen, confirmed once more, received. It only goes forward.
/// </summary>
/// <param name="Id">What makes it this payment and no other: <see cref="PaymentIds.Of"/>.</param>
/// <param name="Confirmations">Of coins: how deep the transaction was when it was last told of; null where none was said.</param>
/// <param name="At">When it came into its status.</param>
public sealed record PaymentState(string Id, Money Amount, PaymentStatus Status, int? Confirmations, DateTimeOffset At)
{
    /// <summary>By what the customer paid, as the company calls it: <c>debit</c>; null where it does not say.</summary>
    public string? Method { get; init; }
}

public enum PaymentStatus
{
    /// <summary>Coins that are under way and do not count yet.</summary>
    Seen,

    /// <summary>It came to nothing; the same payment may still succeed.</summary>
    Failed,

    /// <summary>The payment provider has the money: it was counted, or sent back.</summary>
    Received,
}

/// <summary>One dispute (chargeback), however often its company tells of it.</summary>
/// <param name="Id">See <see cref="PaymentIds.Of"/>.</param>
public sealed record DisputeState(string Id, Money Amount, DisputeStatus Status, DateTimeOffset At);

public enum DisputeStatus
{
    /// <summary>The bank has the money, and has not decided.</summary>
    Open,

    /// <summary>The shop has the money again.</summary>
    Won,

    /// <summary>It stays with the customer.</summary>
    Lost,
}

/// <summary>
/// What a payment, refund or dispute is known by. An event's id says which telling it is, not which money: companies tell of one payment
/// under several events (Stripe: <c>checkout.session.completed</c> and <c>payment_intent.succeeded</c>; BTCPay: at each confirmation).
/// </summary>
public static class PaymentIds
{
    /// <summary>
    /// Provider and the company's own id of what is told of. Where it names none: of coins provider and amount, since the same transaction
    /// is told of again and again; of anything else the event's id.
    /// </summary>
    public static string Of(PaymentUpdate update, PaymentMethod method) =>
        update.Reference is { } reference ? $"{update.Provider}/{reference}"
        : method == PaymentMethod.Crypto
        && update.Type is PaymentUpdateType.Succeeded or PaymentUpdateType.Pending or PaymentUpdateType.Failed
            ? $"{update.Provider}/{update.Amount}"
        : update.EventId;
}
