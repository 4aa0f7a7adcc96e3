using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>An order as the storefront and the customer see it. Without personal data: the storefront has its own.</summary>
/// <param name="Allowed">Each command by name: possible now, or the reason why not.</param>
/// <param name="Short">The lines that are out of stock, with what can be done about each.</param>
/// <param name="Offer">A change that waits to be confirmed, or to be paid.</param>
/// <param name="AmountDue">What the customer still has to pay.</param>
public sealed record OrderView(
    string OrderId,
    string OrderNumber,
    OrderStatus Status,
    DateTimeOffset PlacedAt,
    DateTimeOffset Since,
    string Country,
    IReadOnlyList<LineView> Lines,
    ShippingClass ShippingClass,
    Money ShippingFee,
    DutiesView? Duties,
    Money Total,
    PaymentMethod PaymentMethod,
    Money AmountDue,
    Money Paid,
    Money Refunded,
    string? PaymentUrl,
    IReadOnlyDictionary<OrderDeadline, DateTimeOffset> Deadlines,
    CancellationView? Cancellation,
    IReadOnlyList<ParcelView> Parcels,
    IReadOnlyList<ShortView> Short,
    ChangeView? Offer,
    IReadOnlyList<ClaimView> Claims,
    IReadOnlyList<ReturnView> Returns,
    IReadOnlyList<RequestView> Requests,
    NextStep? Next,
    IReadOnlyDictionary<string, Allowance> Allowed
)
{
    /// <summary>The order's books, by account.</summary>
    public MoneyView? Money { get; init; }

    /// <summary>Money on its way back, and back.</summary>
    public IReadOnlyList<RefundState> Refunds { get; init; } = [];
}

/// <summary>An order's books in sums.</summary>
/// <param name="Authorised">Seen by the payment provider, and not ours yet.</param>
/// <param name="RefundsUnderWay">Asked back for the customer, and not confirmed.</param>
/// <param name="Goods">What the customer keeps.</param>
/// <param name="Goodwill">Given without goods in return.</param>
/// <param name="Disputed">Taken back by the customer's bank.</param>
public sealed record MoneyView(
    Money Authorised,
    Money Captured,
    Money RefundsUnderWay,
    Money Refunded,
    Money Goods,
    Money Shipping,
    Money Duties,
    Money Fees,
    Money Goodwill,
    Money Disputed
);

public sealed record LineView(string Sku, string Name, ProductKind Kind, int Quantity, Money UnitPrice, Money Price);

public sealed record CancellationView(IReadOnlyList<ReasonView> Reasons, Actor By, DateTimeOffset At);

/// <param name="Text">In the customer's language.</param>
public sealed record ReasonView(string Code, string Text)
{
    public static ReasonView Of(Reason reason, string locale) => new($"{reason}", ReasonTexts.For(reason, locale));
}

/// <param name="Outcome">How its way ended; absent while it is under way.</param>
/// <param name="Recalled">The carrier brings it back because it was asked to.</param>
/// <param name="CollectBy">Until when it can be collected, while it waits for that.</param>
/// <param name="PromisedFrom">The first day on which it may come.</param>
/// <param name="PromisedTo">The last.</param>
public sealed record ParcelView(
    int Number,
    ParcelStatus Status,
    bool Voided,
    IReadOnlyList<ParcelLine> Lines,
    string? Carrier,
    string? Waybill,
    string? TrackingUrl,
    DateTimeOffset? PromisedFrom,
    DateTimeOffset? PromisedTo,
    PromiseView? Promise,
    DateTimeOffset? DeliveredAt,
    ShipmentOutcome? Outcome,
    bool Recalled,
    DateTimeOffset? CollectBy,
    IReadOnlyList<ScanView> Scans
);

public sealed record ScanView(DateTimeOffset Time, ParcelStatus Status, string? Reason, string? Place, string? Text);
