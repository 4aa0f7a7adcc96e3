using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Domain.Status;

/// <summary>The alerts by which a person is told of a dispute: one of each for each dispute, however often it is told.</summary>
public static class DisputeAlerts
{
    /// <summary>The key of the alert that a bank took money back.</summary>
    public static string Open(string orderId, string disputeId) => $"dispute:{orderId}:{disputeId}";

    /// <summary>The key of the alert that it keeps it.</summary>
    public static string Lost(string orderId, string disputeId) => $"dispute-lost:{orderId}:{disputeId}";

    /// <summary>How the keys of the alerts begin that it is told otherwise than before; the event follows.</summary>
    public static string Differs(string orderId, string disputeId) => $"dispute-differs:{orderId}:{disputeId}/";

    /// <summary>What such an alert says.</summary>
    public static string DiffersText(DisputeState known, PaymentUpdate update) =>
        $"A dispute over {known.Amount} is known as {OrderJson.Name(known.Status)}, and the payment provider tells of it as "
        + $"{OrderJson.Name(update.Type)}, {update.Amount} ({update.EventId}). Nothing was booked for that.";
}
