using System.Text.Json.Serialization;
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

    /// <summary>Provider and the company's own id of it; null while it was told of without one.</summary>
    public string? Name { get; init; }
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
public sealed record DisputeState(string Id, Money Amount, DisputeStatus Status, DateTimeOffset At)
{
    /// <inheritdoc cref="PaymentState.Name"/>
    public string? Name { get; init; }

    /// <summary>A person let the order go, whatever becomes of this dispute.</summary>
    public bool Released { get; init; }

    /// <summary>The bank has the money, and nobody let the goods go: what has not left the shop stays there.</summary>
    [JsonIgnore]
    public bool HoldsGoods => Status != DisputeStatus.Won && !Released;

    /// <summary>Told with another amount than before, or lost after it was won: that is for a person.</summary>
    public bool Contradicts(PaymentUpdate update) =>
        Amount != update.Amount || (Status, update.Type) is (DisputeStatus.Won, PaymentUpdateType.DisputeLost);
}

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
        : method == PaymentMethod.Crypto && update.IsOfPayment ? $"{update.Provider}/{update.Amount}"
        : update.EventId;

    /// <summary>Provider and the company's own id of what is told of; null where it names none.</summary>
    public static string? NameOf(PaymentUpdate update) => update.Reference is { } reference ? $"{update.Provider}/{reference}" : null;

    /// <summary>
    /// The payment that this tells of, as far as it is known. Companies name a payment in one event and not in another: a name makes a
    /// nameless payment of its amount its own, and who names none means the one of that amount that is known by now.
    /// </summary>
    public static PaymentState? Find(IReadOnlyCollection<PaymentState> known, PaymentUpdate update, PaymentMethod method)
    {
        var id = Of(update, method);
        if (known.FirstOrDefault(payment => payment.Id == id || payment.Name == id) is { } same)
        {
            return same;
        }

        PaymentState[] alike =
        [
            .. known.Where(payment => payment.Amount == update.Amount && payment.Name is null == update.Reference is not null),
        ];
        return update switch
        {
            { Reference: not null } => alike.FirstOrDefault(),

            // Who says only that it failed means the one that is under way, or tells late of one that has come.
            { Type: PaymentUpdateType.Failed } => known.Where(payment => payment.Status == PaymentStatus.Seen).ToArray() is [var only]
                ? only
                : alike.FirstOrDefault(payment => payment.Status == PaymentStatus.Received),
            _ => alike.MinBy(payment =>
                payment.Status == PaymentStatus.Failed ? 2
                : payment.Status == PaymentStatus.Received ? 1
                : 0
            ),
        };
    }

    /// <summary>
    /// The refund that a company says has arrived: the one whose key it names; else the one that it names as it did before, or that is on
    /// its way in that amount. What nobody knows yet settles one of that amount which it would not make when it was asked.
    /// </summary>
    /// <param name="isToldBefore">It, or another telling of it, is in the books.</param>
    public static RefundState? FindArrived(IReadOnlyCollection<RefundState> known, PaymentUpdate update, bool isToldBefore) =>
        update.RefundKey is { } key
            ? known.FirstOrDefault(refund => refund.Key == key && refund.Status is RefundStatus.Sent or RefundStatus.Failed)
            : known.FirstOrDefault(refund =>
                refund.Status == RefundStatus.Sent
                && (update.Reference is { } name ? refund.Reference == name : refund.Amount == update.Amount)
            ) ?? known.FirstOrDefault(refund => refund.Status == RefundStatus.Failed && refund.Amount == update.Amount && !isToldBefore);

    /// <summary>The refund that a company says came back: only one that it names is known.</summary>
    public static RefundState? FindReturned(IReadOnlyCollection<RefundState> known, PaymentUpdate update) =>
        update.Reference is { } name ? known.FirstOrDefault(refund => refund.Reference == name) : null;

    /// <summary>
    /// The dispute that this is about: the one that it names; where no name is known, one of that amount of which so much was not told yet;
    /// and where a dispute ends that nobody named, the only one that is open, whatever its amount.
    /// </summary>
    /// <param name="isTaken">Whether the books have that the bank took its money.</param>
    public static DisputeState? FindDispute(IReadOnlyCollection<DisputeState> known, PaymentUpdate update, Func<DisputeState, bool> isTaken)
    {
        var name = NameOf(update) ?? update.EventId;
        bool IsNotTold(DisputeState dispute) =>
            update.Type switch
            {
                PaymentUpdateType.Disputed => !isTaken(dispute),
                PaymentUpdateType.DisputeWon => dispute.Status != DisputeStatus.Won,
                _ => dispute.Status == DisputeStatus.Open,
            };
        return known.FirstOrDefault(dispute => dispute.Id == name || dispute.Name == name)
            ?? known.FirstOrDefault(dispute =>
                (update.Reference is null || dispute.Name is null) && dispute.Amount == update.Amount && IsNotTold(dispute)
            )
            ?? (
                update is { Reference: null, Type: not PaymentUpdateType.Disputed }
                && known.Where(dispute => dispute.Status == DisputeStatus.Open).ToArray() is [var only]
                    ? only
                    : null
            );
    }
}
