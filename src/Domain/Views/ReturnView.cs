using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Views;

/// <summary>A return as the storefront and the customer see it.</summary>
/// <param name="SendBy">When it lapses if nothing came.</param>
/// <param name="Address">Where the parcel goes, line by line; empty if there is nothing to send.</param>
/// <param name="Instructions">In the customer's language.</param>
/// <param name="Parcel">The parcel that comes back, once something is known of it.</param>
/// <param name="Inspected">What the warehouse found.</param>
/// <param name="Refund">What is refunded, once it is decided.</param>
/// <param name="Exchanged">What is sent again.</param>
/// <param name="SentBack">What was not taken back.</param>
/// <param name="Text">What the customer wrote; only where one return is asked for.</param>
public sealed record ReturnView(
    string Rma,
    CaseStatus Status,
    IReadOnlyList<ParcelLine> Lines,
    ReturnWish Wants,
    ReasonCode Reason,
    DateTimeOffset FiledAt,
    DateTimeOffset SendBy,
    DateTimeOffset? EndedAt,
    IReadOnlyList<string> Address,
    IReadOnlyList<string> Instructions,
    ReturnParcelView? Parcel,
    IReadOnlyList<InspectedLine>? Inspected,
    Money? Refund,
    IReadOnlyList<ParcelLine>? Exchanged,
    IReadOnlyList<ParcelLine>? SentBack,
    string? Text
)
{
    public static ReturnView Of(CaseState filed, string locale, string? text = null)
    {
        var part = filed.Return!;
        return new(
            filed.CaseId,
            filed.Status,
            filed.Lines,
            part.Wants,
            part.Reason,
            filed.FiledAt,
            filed.DueBy,
            filed.EndedAt,
            part.Terms.ToSend.Count == 0 ? [] : part.Terms.Address,
            ReturnTexts.Instructions(filed.CaseId, part.Terms, locale),
            part.Parcel is { } parcel ? ReturnParcelView.Of(parcel) : null,
            part.Inspected,
            part.Verdict?.Refund,
            part.Verdict?.Exchanged,
            part.Verdict?.SentBack,
            text
        );
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
        new(
            parcel.Carrier,
            parcel.Waybill,
            parcel.Status,
            parcel.DeliveredAt,
            [.. parcel.Scans.Select(scan => new ScanView(scan.Time, scan.Status, scan.Reason, scan.Place, scan.Text))]
        );
}
