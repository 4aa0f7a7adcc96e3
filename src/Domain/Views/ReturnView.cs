using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>A return as the storefront and the customer see it.</summary>
public sealed record ReturnView
{
    public required string Rma { get; init; }

    public required CaseStatus Status { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public required ReturnWish Wants { get; init; }

    public required ReasonCode Reason { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When it lapses if nothing came.</summary>
    public required DateTimeOffset SendBy { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where the parcel goes, line by line; empty if there is nothing to send.</summary>
    public required IReadOnlyList<string> Address { get; init; }

    /// <summary>In the customer's language.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    /// <summary>The parcel that comes back, once something is known of it.</summary>
    public ReturnParcelView? Parcel { get; init; }

    /// <summary>What the warehouse found.</summary>
    public IReadOnlyList<InspectedLine>? Inspected { get; init; }

    /// <summary>What is refunded, once it is decided: never more than was still with the shop.</summary>
    public Money? Refund { get; init; }

    /// <summary>What is sent again.</summary>
    public IReadOnlyList<ParcelLine>? Exchanged { get; init; }

    /// <summary>What was not taken back.</summary>
    public IReadOnlyList<ParcelLine>? SentBack { get; init; }

    /// <summary>What the customer wrote; only where one return is asked for.</summary>
    public string? Text { get; init; }

    /// <param name="state">Of its order, which knows what was paid.</param>
    public static ReturnView Of(CaseState filed, OrderState state, string locale, string? text = null)
    {
        var part = filed.Return!;
        return new()
        {
            Rma = filed.CaseId,
            Status = filed.Status,
            Lines = filed.Lines,
            Wants = part.Wants,
            Reason = part.Reason,
            FiledAt = filed.FiledAt,
            SendBy = part.SendBy ?? filed.DueBy,
            EndedAt = filed.EndedAt,
            Address = part.Terms.ToSend.Count == 0 ? [] : part.Terms.Address,
            Instructions = ReturnTexts.Instructions(filed.CaseId, part.Terms, locale),
            Parcel = part.Parcel is { } parcel ? ReturnParcelView.Of(parcel) : null,
            Inspected = part.Inspected,
            Refund = CaseRefunds.Of(state, filed.CaseId)?.Amount,
            Exchanged = part.Verdict?.Exchanged,
            SentBack = part.Verdict?.SentBack,
            Text = text,
        };
    }
}

/// <summary>The parcel in which goods come back.</summary>
/// <param name="Carrier">As the customer named it.</param>
public sealed record ReturnParcelView(
    string? Carrier,
    string? Waybill,
    ParcelStatus Status,
    DateTimeOffset? DeliveredAt,
    IReadOnlyList<ScanView> Scans
)
{
    public static ReturnParcelView Of(ParcelState parcel) =>
        new(parcel.Carrier, parcel.Waybill, parcel.Status, parcel.DeliveredAt, ScanView.Of(parcel));
}
