using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>An order as the storefront and the customer see it.</summary>
public sealed record OrderView
{
    public required string OrderId { get; init; }

    public required string OrderNumber { get; init; }

    public required OrderStatus Status { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>As the customer wrote it.</summary>
    public required string Country { get; init; }

    /// <summary>Only where the storefront asks for one order; absent once its customer was erased.</summary>
    public Address? ShipTo { get; init; }

    /// <inheritdoc cref="Quote.Territory"/>
    public TerritoryView? Territory { get; init; }

    public required IReadOnlyList<LineView> Lines { get; init; }

    public required ShippingClass ShippingClass { get; init; }

    public required Money ShippingFee { get; init; }

    public DutiesView? Duties { get; init; }

    public required Money Total { get; init; }

    public required PaymentMethod PaymentMethod { get; init; }

    /// <summary>What the customer still has to pay, beyond what is received and seen.</summary>
    public required Money AmountDue { get; init; }

    /// <summary>Each payment that the payment provider told of, once.</summary>
    public required IReadOnlyList<PaymentView> Payments { get; init; }

    public required Money Paid { get; init; }

    public required Money Refunded { get; init; }

    /// <summary>Where that is paid; absent where nothing is to be paid now.</summary>
    public string? PaymentUrl { get; init; }

    /// <inheritdoc cref="OrderState.HeldSince"/>
    public DateTimeOffset? HeldSince { get; init; }

    public required IReadOnlyDictionary<OrderDeadline, DateTimeOffset> Deadlines { get; init; }

    public CancellationView? Cancellation { get; init; }

    public required IReadOnlyList<ParcelView> Parcels { get; init; }

    /// <summary>Of an order part of which has arrived: what is still to come; absent otherwise.</summary>
    public IReadOnlyList<OutstandingView>? Outstanding { get; init; }

    /// <summary>The lines that are out of stock, with what can be done about each.</summary>
    public required IReadOnlyList<ShortView> Short { get; init; }

    /// <summary>A change that waits to be confirmed, or to be paid.</summary>
    public ChangeView? Offer { get; init; }

    public required IReadOnlyList<ClaimView> Claims { get; init; }

    public required IReadOnlyList<ReturnView> Returns { get; init; }

    public required IReadOnlyList<RequestView> Requests { get; init; }

    public NextStep? Next { get; init; }

    /// <summary>Each command by name: possible now, or the reason why not.</summary>
    public required IReadOnlyDictionary<string, Allowance> Allowed { get; init; }

    /// <summary>The order's books, by account.</summary>
    public MoneyView? Money { get; init; }

    /// <summary>Money on its way back, and back.</summary>
    public IReadOnlyList<RefundState> Refunds { get; init; } = [];
}

/// <summary>An order's books in sums.</summary>
public sealed record MoneyView
{
    /// <summary>Seen by the payment provider, and not ours yet.</summary>
    public required Money Authorised { get; init; }

    public required Money Captured { get; init; }

    /// <summary>Asked back for the customer, and not confirmed.</summary>
    public required Money RefundsUnderWay { get; init; }

    public required Money Refunded { get; init; }

    /// <summary>What the customer keeps.</summary>
    public required Money Goods { get; init; }

    public required Money Shipping { get; init; }

    public required Money Duties { get; init; }

    public required Money Fees { get; init; }

    /// <summary>Paid back for goods that the customer keeps.</summary>
    public required Money Compensation { get; init; }

    /// <summary>Given beyond what the goods cost.</summary>
    public required Money Goodwill { get; init; }

    /// <summary>Taken back by the customer's bank.</summary>
    public required Money Disputed { get; init; }
}

public sealed record LineView(string Sku, string Name, ProductKind Kind, int Quantity, Money UnitPrice, Money Price);

/// <param name="At">When it came into its status.</param>
/// <param name="Confirmations">Of coins: how many it has.</param>
/// <param name="ConfirmationsNeeded">Of coins: how many it needs to count.</param>
public sealed record PaymentView(Money Amount, PaymentStatus Status, DateTimeOffset At, int? Confirmations, int? ConfirmationsNeeded)
{
    /// <inheritdoc cref="PaymentState.Method"/>
    public string? Method { get; init; }
}

public sealed record CancellationView(IReadOnlyList<ReasonView> Reasons, Actor By, DateTimeOffset At);

/// <param name="Text">In the customer's language.</param>
public sealed record ReasonView(string Code, string Text)
{
    /// <param name="names">Of the products that reasons are about; null: they are called by their SKU.</param>
    public static ReasonView Of(Reason reason, string locale, ProductNames? names = null) =>
        new($"{reason}", ReasonTexts.For(reason, locale, names));
}

public sealed record ParcelView
{
    public required int Number { get; init; }

    public required ParcelStatus Status { get; init; }

    public required bool Voided { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public string? Carrier { get; init; }

    public string? Waybill { get; init; }

    public string? TrackingUrl { get; init; }

    /// <summary>The first day on which it may come.</summary>
    public DateTimeOffset? PromisedFrom { get; init; }

    /// <summary>The last.</summary>
    public DateTimeOffset? PromisedTo { get; init; }

    public PromiseView? Promise { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Until when what came in it can be claimed as damaged, wrong or missing; absent until it has come.</summary>
    public DateTimeOffset? ClaimBy { get; init; }

    /// <summary>How its way ended; absent while it is under way.</summary>
    public ShipmentOutcome? Outcome { get; init; }

    /// <summary>The carrier brings it back because it was asked to.</summary>
    public required bool Recalled { get; init; }

    /// <summary>Until when it can be collected, while it waits for that.</summary>
    public DateTimeOffset? CollectBy { get; init; }

    public required IReadOnlyList<ScanView> Scans { get; init; }
}

/// <param name="Time">When it happened; never later than we heard of it.</param>
/// <param name="DatedAt">As the carrier dates it, where that is later.</param>
public sealed record ScanView(
    DateTimeOffset Time,
    ParcelStatus Status,
    string? Reason,
    string? Place,
    string? Text,
    DateTimeOffset? DatedAt = null
)
{
    /// <summary>What is shown of a parcel's scans: each fact once.</summary>
    public static IReadOnlyList<ScanView> Of(ParcelState parcel) =>
        [
            .. ParcelMerge
                .Facts(parcel.Scans)
                .Select(scan => new ScanView(scan.Time, scan.Status, scan.Reason, scan.Place, scan.Text, scan.DatedAt)),
        ];
}
