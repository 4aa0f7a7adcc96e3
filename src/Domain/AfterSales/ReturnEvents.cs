using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>A return that can be granted, and is stored; its RMA is given out once its order has taken it up.</summary>
public sealed record ReturnRequested
{
    public required string EventId { get; init; }

    public required string Rma { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public required ReturnWish Wants { get; init; }

    /// <summary>A code; what the customer wrote is stored.</summary>
    public required ReasonCode Reason { get; init; }

    public required ReturnTerms Terms { get; init; }

    /// <summary>When it reached us: what counts for the window.</summary>
    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When the customer is reminded.</summary>
    public required DateTimeOffset RemindAt { get; init; }

    /// <summary>When it lapses if nothing came.</summary>
    public required DateTimeOffset SendBy { get; init; }

    /// <summary>The event of a stored return; as often as it is raised, its effect is that of once.</summary>
    public static ReturnRequested Of(CaseState filed) =>
        new()
        {
            EventId = $"return:{filed.CaseId}",
            Rma = filed.CaseId,
            Lines = filed.Lines,
            Wants = filed.Return!.Wants,
            Reason = filed.Return.Reason,
            Terms = filed.Return.Terms,
            FiledAt = filed.FiledAt,
            RemindAt = filed.RemindAt ?? filed.DueBy,
            SendBy = filed.DueBy,
        };
}

/// <summary>The customer says by which waybill a return comes.</summary>
public sealed record ReturnSent(string EventId, string Carrier, string Waybill);

/// <summary>Goods that came back were opened in the warehouse: by a return, or because they could not be delivered.</summary>
/// <param name="Then">Of a parcel that could not be delivered: what becomes of it.</param>
public sealed record ReturnReceived(
    string EventId,
    IReadOnlyList<InspectedLine> Lines,
    string By,
    AfterInspection Then = AfterInspection.Refund
);

public enum AfterInspection
{
    Refund,
    ShipAgain,
}
