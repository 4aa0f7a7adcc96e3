using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>What a payment provider said about an order's payment.</summary>
/// <param name="EventId">Provider and the provider's event id.</param>
/// <param name="Confirmations">For crypto: how deep the transaction is.</param>
/// <param name="Reference">
/// The provider's id of the payment, refund or dispute that it tells of, the same under every event that tells of it; null if it says none.
/// </param>
public sealed record PaymentUpdate(
    string EventId,
    string Provider,
    PaymentUpdateType Type,
    Money Amount,
    string? Method,
    int? Confirmations,
    string? Reference = null
)
{
    /// <summary>The page where it was paid takes no other attempt: if money is still missing, it has to be asked for anew.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EndsRequest { get; init; }

    /// <summary>Of coins: the company itself has waited until they are deep enough, whether or not it says how deep they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsConfirmed { get; init; }

    /// <summary>Of a refund that was asked for here: its key (<see cref="RefundState.Key"/>). Null: the company does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefundKey { get; init; }

    /// <summary>It tells of a payment; else of a refund or a dispute.</summary>
    [JsonIgnore]
    public bool IsOfPayment => Type.IsOfPayment();
}

public enum PaymentUpdateType
{
    Succeeded,
    Failed,
    Pending,

    /// <summary>The customer has the money of a refund.</summary>
    Refunded,

    /// <summary>A refund came to nothing, maybe days after it had been made: the shop has the money again.</summary>
    RefundFailed,

    /// <summary>The customer's bank took money back (a chargeback).</summary>
    Disputed,

    /// <summary>The bank gave it back to us.</summary>
    DisputeWon,

    /// <summary>The bank has decided for the customer.</summary>
    DisputeLost,
}

/// <summary>A person of operations lets an order go that was held for a dispute.</summary>
/// <param name="By">Who decided.</param>
public sealed record HoldDecision(string EventId, string By);

/// <summary>A person of operations settles a refund that the payment provider could not make.</summary>
/// <param name="Key">Which refund.</param>
/// <param name="Reference">
/// The id of the transfer that was made by hand; null: have the payment provider try once more, under the same key.
/// </param>
public sealed record RefundDecision(string EventId, string Key, string? Reference, string By);

public static class PaymentUpdateTypes
{
    /// <summary>It tells of a payment; else of a refund or a dispute.</summary>
    public static bool IsOfPayment(this PaymentUpdateType type) =>
        type is PaymentUpdateType.Succeeded or PaymentUpdateType.Pending or PaymentUpdateType.Failed;
}
