using System.Text.Json.Serialization;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Status;

/// <summary>Where an order stands. Its orchestration owns it and changes it; activities write it down; everybody else reads it.</summary>
public sealed record OrderState
{
    public required OrderStatus Status { get; init; }

    /// <summary>Counts the changes; a store keeps the highest it has seen, so that a repeated write changes nothing.</summary>
    public int Sequence { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required Money Captured { get; init; }

    public required Money Refunded { get; init; }

    /// <summary>
    /// The value of what the customer keeps at this moment: 0 until delivered or when cancelled, the total when everything was delivered.
    /// </summary>
    public required Money Kept { get; init; }

    /// <summary>End of the payment window, of the claim window ….</summary>
    public IReadOnlyDictionary<OrderDeadline, DateTimeOffset> Deadlines { get; init; } = new Dictionary<OrderDeadline, DateTimeOffset>();

    /// <summary>Where the customer pays, while payment is awaited.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>True once the goods are reserved as far as they are there: what is reserved follows the terms.</summary>
    public bool StockHeld { get; init; }

    /// <summary>The lines that are out of stock, until they are settled or the goods have come.</summary>
    public IReadOnlyList<ShortLine> Short { get; init; } = [];

    public Cancellation? Cancellation { get; init; }

    /// <summary>Each payment that was told of, in the order in which they came up.</summary>
    public IReadOnlyList<PaymentState> Payments { get; init; } = [];

    /// <summary>Each dispute that was told of.</summary>
    public IReadOnlyList<DisputeState> Disputes { get; init; } = [];

    /// <summary>
    /// Since when nothing of the order may leave the shop, because the customer's bank disputes its payment; null unless it is held. A
    /// person decides, or the bank for the shop.
    /// </summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Money on its way back, and back.</summary>
    public IReadOnlyList<RefundState> Refunds { get; init; } = [];

    /// <summary>
    /// Taken back by the customer's bank, and neither won back nor set off against a refund; null for nothing, below nothing while a win is
    /// known and its dispute is not.
    /// </summary>
    public Money? Disputed { get; init; }

    /// <summary>Refunds that the customer's bank has made in the shop's place; null for nothing.</summary>
    public Money? RefundedByBank { get; init; }

    /// <summary>
    /// The cases whose goods were to be sent again and were refunded instead, since there were none left; null for none.
    /// </summary>
    public IReadOnlyList<string>? PaidInstead { get; init; }

    /// <summary>
    /// What was refunded for each case that came to money, by its id; nothing where all that it is about was refunded before. Null for no
    /// such case.
    /// </summary>
    public IReadOnlyDictionary<string, CaseRefund>? CaseRefunds { get; init; }

    /// <summary>True once a cancel came too late: a return opens by itself at delivery.</summary>
    public bool ReturnAtDelivery { get; init; }

    /// <summary>What is agreed now; null while it is what was placed.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>A change that is offered, or that was confirmed and waits for its payment.</summary>
    public ChangeOffer? Offer { get; init; }

    /// <summary>
    /// What was owed before an increase that the customer agreed to while payment was awaited; null: there was none, or it is gone back to no
    /// more.
    /// </summary>
    public Money? DueBeforeIncrease { get; init; }

    /// <summary>True if the order as it was before stands, should what is missing not be paid.</summary>
    [JsonIgnore]
    public bool StandsUnpaid => DueBeforeIncrease is { } due && Captured - Refunded >= due;

    /// <summary>What became of each change that was asked for, by its id.</summary>
    public IReadOnlyDictionary<string, ChangeResult> Changes { get; init; } = new Dictionary<string, ChangeResult>(StringComparer.Ordinal);

    /// <summary>Why a person has to look at the order, while one has, or what its refusal rests on; for operations only.</summary>
    public ManualReview? ManualReview { get; init; }

    /// <summary>The outcome of each command that carried a request id: what <c>POST …/cancel</c> waits for.</summary>
    public IReadOnlyDictionary<string, CommandOutcome> Commands { get; init; } =
        new Dictionary<string, CommandOutcome>(StringComparer.Ordinal);

    /// <summary>All that the customer's bank has taken back and not given again.</summary>
    [JsonIgnore]
    public Money TakenByBank
    {
        get
        {
            var none = Money.Zero(Captured.Currency);
            var sum = (Disputed ?? none) + (RefundedByBank ?? none);
            return sum.Amount > 0 ? sum : none;
        }
    }

    /// <summary>Coins of the order's currency that are under way and do not count yet.</summary>
    [JsonIgnore]
    public Money Seen =>
        Payments
            .Where(payment => payment.Status == PaymentStatus.Seen && payment.Amount.Currency == Captured.Currency)
            .Aggregate(Money.Zero(Captured.Currency), (sum, payment) => sum + payment.Amount);

    /// <summary>True while nothing but money on its way back keeps the order from its end.</summary>
    [JsonIgnore]
    public bool IsEnding => Deadlines.ContainsKey(OrderDeadline.Refund);

    [JsonIgnore]
    public bool IsFinal => Status.IsFinal();
}

/// <param name="Amount">Never more than was still with the shop, whatever was decided.</param>
/// <param name="Goodwill">The part of it that goes beyond what the goods cost; null for none.</param>
public sealed record CaseRefund(Money Amount, Money? Goodwill = null);

/// <param name="By">The customer, the shop or the system.</param>
public sealed record Cancellation(IReadOnlyList<Reason> Reasons, Actor By, DateTimeOffset At);
