namespace Orders.Functions.Domain.Payments;

/// <summary>
/// How money that is told of after an order's end is named in its books: as in time, by the payment or dispute, with a word before it that
/// tells whose entry it is.
/// </summary>
public static class LateEntries
{
    private const string Late = "late/";

    public static string Capture(string paymentId) => $"{Late}capture:{paymentId}";

    public static string Dispute(string disputeId) => $"{Late}disputed:{disputeId}";

    public static string DisputeWon(string disputeId) => $"{Late}dispute_won:{disputeId}";

    /// <summary>The key that the order itself would have booked it under.</summary>
    public static string InTime(string key) => key[Late.Length..];

    /// <summary>The key of the refund of money that came late.</summary>
    public static string RefundKey(string eventId) => $"late:{eventId}";

    /// <summary>The part of that refund which the customer's bank had made before.</summary>
    public static string ByBank(string eventId) => $"refunded_by_dispute:{RefundKey(eventId)}";
}
