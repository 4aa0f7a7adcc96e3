using System.Diagnostics;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Domain.Status;

/// <summary>The alerts by which a person is told of money that does not go back by itself.</summary>
public static class RefundAlerts
{
    /// <summary>The key of the alert about a refund that a person has to make.</summary>
    /// <param name="key">Which refund.</param>
    public static string Of(string orderId, string key) => $"refund:{orderId}:{key}";

    /// <summary>The key of the alert about refunds that nobody confirms.</summary>
    public static string Unconfirmed(string orderId) => $"refund-slow:{orderId}";

    /// <summary>What an alert says of a refund that the payment provider made by itself, or by a person who used its own pages.</summary>
    public static string UnaskedText(PaymentUpdate told) =>
        $"The payment provider says that {told.Amount} was refunded ({told.Reference ?? told.EventId}), and no refund of that kind was asked "
        + "for here. It is not in the order's books: find out who made it.";

    /// <summary>What an alert says of a refund that came back.</summary>
    public static string ReturnedText(RefundState refund) =>
        $"The refund of {refund.Amount} ({refund.Key}, {refund.Reference}) did not reach the customer, and the payment provider has the money "
        + $"again. It is owed as {RefundEntries.AgainKey(refund.Key)}: pay it in another way, or have it tried again.";

    /// <summary>The key of the alert about a refund that came back, and that nobody here knows.</summary>
    public static string Returned(string orderId, PaymentUpdate told) => $"refund-returned:{orderId}:{told.Reference ?? told.EventId}";

    /// <summary>What an alert says of a refund that came back, and that nobody here knows.</summary>
    public static string UnknownReturnedText(PaymentUpdate told) =>
        $"The payment provider says that a refund of {told.Amount} came back ({told.Reference ?? told.EventId}), and no refund is known by that "
        + "name. Find out whose it was, and whether the customer still has to get it.";

    /// <summary>Why nobody but a person can say whether a refund is still owed: no exchange rate is ours to choose.</summary>
    public const string DisputedElsewhere = "the customer's bank took money back in another currency, which may be the same money";

    /// <summary>Why an alert is raised about a refund that has not arrived.</summary>
    public static AlertKind KindOf(RefundStatus status) =>
        status switch
        {
            RefundStatus.Failed => AlertKind.RefundFailed,
            RefundStatus.InKind => AlertKind.RefundInKind,
            RefundStatus.Sent => AlertKind.RefundSent,
            _ => throw new UnreachableException($"Nobody is called about a refund that is {status}."),
        };
}
