using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>A return that can be granted, and is stored; its RMA is given out once its order has taken it up.</summary>
/// <param name="Reason">What the customer wrote is stored.</param>
/// <param name="FiledAt">When it reached us: what counts for the window.</param>
/// <param name="RemindAt">When the customer is reminded.</param>
/// <param name="SendBy">When it lapses if nothing came.</param>
public sealed record ReturnRequested(
    string EventId,
    string Rma,
    IReadOnlyList<ParcelLine> Lines,
    ReturnWish Wants,
    ReasonCode Reason,
    ReturnTerms Terms,
    DateTimeOffset FiledAt,
    DateTimeOffset RemindAt,
    DateTimeOffset SendBy
)
{
    /// <summary>The event of a stored return; as often as it is raised, its effect is that of once.</summary>
    public static ReturnRequested Of(CaseState filed) =>
        new(
            $"return:{filed.CaseId}",
            filed.CaseId,
            filed.Lines,
            filed.Return!.Wants,
            filed.Return.Reason,
            filed.Return.Terms,
            filed.FiledAt,
            filed.RemindAt ?? filed.DueBy,
            filed.DueBy
        );
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
