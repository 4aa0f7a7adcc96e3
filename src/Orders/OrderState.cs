using System.Text.Json.Serialization;

namespace Orders.Functions.Orders;

/// <summary>The public status of an order. In JSON: snake_case (<c>awaiting_payment</c>).</summary>
public enum OrderStatus
{
    Placed,
    InReview,
    AwaitingPayment,
    CheckingStock,
    AwaitingStockDecision,
    Preparing,
    Shipped,
    InTransit,
    OutForDelivery,
    Delivered,
    Cancelling,
    Closed,
    Cancelled,
    Refunded,
    Failed,
}

/// <summary>Where an order stands. Its orchestration owns it and changes it; activities write it down; everybody else reads it.</summary>
public sealed record OrderState
{
    public required OrderStatus Status { get; init; }

    /// <summary>Counts the changes; a store keeps the highest it has seen, so that a repeated write changes nothing.</summary>
    public int Sequence { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required Money Captured { get; init; }

    public required Money Refunded { get; init; }

    /// <summary>The value of what the customer keeps at this moment: 0 until delivered or when cancelled, the total when everything was delivered.</summary>
    public required Money Kept { get; init; }

    /// <summary>End of the payment window, of the claim window …, by the name of the setting (<c>payment</c>, <c>claim</c>).</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Deadlines { get; init; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Where the customer pays, while payment is awaited.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>True once the goods are set aside as far as they are there: what is reserved follows the terms.</summary>
    public bool StockHeld { get; init; }

    /// <summary>The lines that are out of stock, until they are settled or the goods have come.</summary>
    public IReadOnlyList<ShortLine> Short { get; init; } = [];

    public Cancellation? Cancellation { get; init; }

    /// <summary>Money on its way back, and back.</summary>
    public IReadOnlyList<RefundState> Refunds { get; init; } = [];

    /// <summary>Taken back by the customer's bank, and neither won back nor set off against a refund; null for nothing, below nothing while a win is known and its dispute is not.</summary>
    public Money? Disputed { get; init; }

    /// <summary>The cases whose goods were to be sent again and were paid back instead, since there were none left; null for none.</summary>
    public IReadOnlyList<string>? PaidInstead { get; init; }

    /// <summary>True once a cancel came too late: a return opens by itself at delivery.</summary>
    public bool ReturnAtDelivery { get; init; }

    /// <summary>What is agreed now; null while it is what was placed.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>A change that is offered, or that was confirmed and waits for its payment.</summary>
    public ChangeOffer? Offer { get; init; }

    /// <summary>What became of each change that was asked for, by its id.</summary>
    public IReadOnlyDictionary<string, ChangeResult> Changes { get; init; } = new Dictionary<string, ChangeResult>(StringComparer.Ordinal);

    /// <summary>Why a person has to look at the order, while one has, or what its refusal rests on; for operations only.</summary>
    public ReviewDoubt? Doubt { get; init; }

    /// <summary>The outcome of each command that carried a request id: what <c>POST …/cancel</c> waits for.</summary>
    public IReadOnlyDictionary<string, CommandOutcome> Commands { get; init; } = new Dictionary<string, CommandOutcome>(StringComparer.Ordinal);

    /// <summary>True while nothing but money on its way back keeps the order from its end.</summary>
    [JsonIgnore]
    public bool IsEnding => Deadlines.ContainsKey("refund");

    [JsonIgnore]
    public bool IsFinal => Status is OrderStatus.Closed or OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.Failed;
}

/// <param name="Reasons">Codes that the mail and the view turn into text: <c>payment_timeout</c>, <c>out_of_stock:HW-PRO</c>, <c>address_postal_code</c>, <c>customer_request</c> …</param>
/// <param name="By"><c>customer</c>, <c>shop</c>, <c>system</c>.</param>
public sealed record Cancellation(IReadOnlyList<string> Reasons, string By, DateTimeOffset At);

/// <param name="Rules">The names of the risk rules that fired.</param>
/// <param name="EscalateAt">Without a decision by then, operations are told.</param>
/// <param name="DecideBy">Without a decision by then, the order is cancelled.</param>
public sealed record ReviewDoubt(int Score, IReadOnlyList<string> Rules, DateTimeOffset EscalateAt, DateTimeOffset DecideBy);

/// <param name="Accepted">False: refused, for <paramref name="Reason"/>.</param>
public sealed record CommandOutcome(bool Accepted, string? Reason);

/// <summary>Where a parcel stands; its shipment orchestration owns it.</summary>
public sealed record ParcelState
{
    /// <summary>1 for the order's first parcel.</summary>
    public required int Number { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public int Sequence { get; init; }

    public string? Carrier { get; init; }

    public string? Waybill { get; init; }

    public string? TrackingUrl { get; init; }

    public required ParcelStatus Status { get; init; }

    /// <summary>True once the waybill was voided: the parcel never left.</summary>
    public bool Voided { get; init; }

    public DateTimeOffset? PromisedFrom { get; init; }

    public DateTimeOffset? PromisedTo { get; init; }

    /// <summary>The same with the reasons for it; null until the parcel is booked.</summary>
    public Promise? Promise { get; init; }

    /// <summary>The last day that the customer was told first: from then on a parcel that has not come can be claimed as lost.</summary>
    [JsonIgnore]
    public DateTimeOffset? FirstPromisedTo => Promise?.To ?? PromisedTo;

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>How its way ended; null while it is under way.</summary>
    public ShipmentOutcome? Outcome { get; init; }

    /// <summary>True once the carrier was asked to bring it back, and said yes.</summary>
    public bool Recalled { get; init; }

    /// <summary>True once another parcel goes in its place.</summary>
    public bool Replaced { get; init; }

    /// <summary>When something new was last heard of it, which may be long after it happened; null before the first scan.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Until when it can be collected, while it waits for that.</summary>
    public DateTimeOffset? CollectBy { get; init; }

    /// <summary>What the warehouse found when it had come back.</summary>
    public IReadOnlyList<InspectedLine> Inspected { get; init; } = [];

    /// <summary>The outcome of each command for this parcel that carried a request id.</summary>
    public IReadOnlyDictionary<string, CommandOutcome> Commands { get; init; } = new Dictionary<string, CommandOutcome>(StringComparer.Ordinal);

    /// <summary>True if it will not arrive, or another goes in its place.</summary>
    [JsonIgnore]
    public bool IsGone => Voided || Replaced || Outcome is not (null or ShipmentOutcome.Delivered);

    /// <summary>True once the carrier has taken it over: from then on it cannot be called back.</summary>
    [JsonIgnore]
    public bool HandedOver => Status.Rank() >= ParcelStatus.PickedUp.Rank();

    /// <summary>Ordered by time, then rank.</summary>
    public IReadOnlyList<Scan> Scans { get; init; } = [];
}

public sealed record ParcelLine(string Sku, int Quantity);

/// <summary>The normal form of a carrier's scan (carriers.md).</summary>
/// <param name="ScanId">The provider's id, else a hash of the content: the same scan twice has the effect of once.</param>
/// <param name="Time">When it happened, with the offset as posted.</param>
public sealed record Scan(string ScanId, DateTimeOffset Time, ParcelStatus Status, string? Reason, string? Place, string? Text);

/// <summary>Normal form of a parcel's status; the ranks of carriers.md are in <see cref="ParcelStatuses"/>.</summary>
public enum ParcelStatus
{
    Preparing,
    LabelCreated,
    PickedUp,
    InTransit,
    Customs,
    OutForDelivery,
    AttemptFailed,
    AvailableForPickup,
    Exception,
    Returning,
    Returned,
    Delivered,
}
