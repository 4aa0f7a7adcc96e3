using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Commands;

/// <summary>A rule says no.</summary>
/// <param name="Of">What is refused.</param>
public sealed record Refusal(Refused Of, Reasons Reasons) : Failure
{
    /// <summary>Of who asked: the customer's, or operations'.</summary>
    public string Locale { get; init; } = "en";

    /// <summary>Of the products that its reasons are about.</summary>
    public ProductNames Names { get; init; } = ProductNames.None;

    /// <summary>The case that it is about, as it stands.</summary>
    public CaseState? Case { get; init; }

    /// <summary>Of several lines: what stands against each, with its index where it is about one.</summary>
    public IReadOnlyList<(int? Line, Reason Reason)> Lines { get; init; } = [];

    /// <summary>The open orders that stand in the way.</summary>
    public IReadOnlyList<UnfinishedOrder>? Open { get; init; }
}

/// <summary>What can be refused.</summary>
public enum Refused
{
    Cancel,
    Change,

    /// <summary>To take a stored case up with its order.</summary>
    CaseTakeUp,
    Claim,
    ClaimDecision,

    /// <summary>Anything but to decline a claim whose goods are settled otherwise.</summary>
    ClaimGrant,

    /// <summary>A delivery into the warehouse whose id was used for another.</summary>
    Delivery,
    Erasure,
    HoldDecision,

    /// <summary>To do something else under an <c>Idempotency-Key</c> that was used.</summary>
    KeyReuse,
    ParcelCommand,
    RefundAddress,
    RefundDecision,

    /// <summary>To settle a refund of an order that has ended.</summary>
    LateRefundDecision,
    Request,
    RequestReply,
    Return,
    ReturnInspection,
    ReturnWaybill,
    Review,
    StockDecision,
}
