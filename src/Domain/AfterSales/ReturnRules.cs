using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>What can be returned, and why not. Judged by the moment at which the customer asked.</summary>
public static class ReturnRules
{
    /// <summary>The reason code against giving anything back; null if something can be.</summary>
    public static ReasonCode? AgainstAny(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        UnitsInCases taken,
        DateTimeOffset at
    ) =>
        AgainstOrder(order, state, parcels, at)
        ?? (
            Left(order, parcels, taken).Count > 0 ? null
            : Left(order, parcels, taken with { Open = [] }).Count > 0 ? ReasonCode.ReturnInOpenCase
            : ReasonCode.ReturnNothingLeft
        );

    /// <summary>
    /// The reason codes against giving these lines back, with the index of the line where it is about one; none if they can be.
    /// </summary>
    /// <param name="lines">Each product once.</param>
    /// <param name="final">The products that are not taken back.</param>
    public static IReadOnlyList<(int? Line, Reason Reason)> Against(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        UnitsInCases taken,
        IReadOnlyList<ParcelLine> lines,
        ReturnWish wants,
        DateTimeOffset at,
        IReadOnlySet<string> final
    )
    {
        if (AgainstOrder(order, state, parcels, at) is { } reason)
            return [(null, reason)];
        return
        [
            .. lines
                .Index()
                .Select(line => ((int?)line.Index, Reason: AgainstLine(line.Item)))
                .Where(line => line.Reason is not null)
                .Select(line => (line.Item1, line.Reason!.Value)),
        ];

        Reason? AgainstLine(ParcelLine line)
        {
            var delivered = Delivered(order, parcels, line.Sku);
            if (final.Contains(line.Sku))
                return new Reason(ReasonCode.NotReturnable, line.Sku);
            if (line.Quantity > delivered)
                return new Reason(ReasonCode.MoreThanDelivered, line.Sku);
            if (AgainstUnits(order, parcels, taken, line) is { } reason)
                return reason;
            return wants == ReturnWish.Exchange && KindOf(order, line.Sku) == ProductKind.Digital
                ? new Reason(ReasonCode.LicenceNoExchange, line.Sku)
                : null;
        }
    }

    /// <summary>What stands against giving these units back by what became of them before; null if they are free.</summary>
    public static Reason? AgainstUnits(Order order, IReadOnlyList<ParcelState> parcels, UnitsInCases taken, ParcelLine line)
    {
        var delivered = Delivered(order, parcels, line.Sku);
        return line.Quantity > delivered - taken.CountSettled(line.Sku, parcels) ? new Reason(ReasonCode.AlreadyReturned, line.Sku)
            : line.Quantity > delivered - taken.Count(line.Sku, parcels) ? new Reason(ReasonCode.InOpenCase, line.Sku)
            : null;
    }

    /// <summary>Everything that can still be returned, whatever the time.</summary>
    public static IReadOnlyList<ParcelLine> Left(Order order, IReadOnlyList<ParcelState> parcels, UnitsInCases taken) =>
        [
            .. order
                .Lines.Select(line => line.Sku)
                .Distinct()
                .Select(sku => new ParcelLine(sku, Delivered(order, parcels, sku) - taken.Count(sku, parcels)))
                .Where(line => line.Quantity > 0),
        ];

    /// <summary>True if the customer would have nothing left of the order.</summary>
    public static bool GivesAllBack(Order order, IReadOnlyList<ParcelState> parcels, UnitsInCases taken, IReadOnlyList<ParcelLine> lines) =>
        !taken.Any
        && order.Lines.All(line => Count(lines, line.Sku) == line.Quantity && Delivered(order, parcels, line.Sku) == line.Quantity);

    private static ReasonCode? AgainstOrder(Order order, OrderState state, IReadOnlyList<ParcelState> parcels, DateTimeOffset at)
    {
        if (Transitions.Against(state.Status, Trigger.ReturnRequested) is { } refused)
            return refused;
        if (state.IsEnding)
            return ReasonCode.Finished;
        if (
            order.Lines.All(line => Delivered(order, parcels, line.Sku) == 0)
            || (!order.NeedsParcel && state.Status != OrderStatus.Delivered)
        )
            return ReasonCode.ReturnNotDelivered;

        // The window opens with the last delivery.
        return state.Deadlines.TryGetValue(OrderDeadline.Return, out var end) && at > end ? ReasonCode.ReturnWindowOver : null;
    }

    private static int Delivered(Order order, IReadOnlyList<ParcelState> parcels, string sku) =>
        KindOf(order, sku) switch
        {
            ProductKind.Physical => Count(
                parcels.Where(parcel => parcel is { Voided: false, DeliveredAt: not null }).SelectMany(parcel => parcel.Lines),
                sku
            ),

            // Licences are given out with the first parcel; or at once where the goods come later, and perhaps never.
            ProductKind.Digital
                when !order.NeedsParcel
                    || parcels.Any(parcel => parcel.DeliveredAt is not null)
                    || (parcels.Count > 0 && parcels.All(parcel => parcel is { IsGone: true, HandedOver: false })) => order
                .Lines.Where(line => line.Sku == sku)
                .Sum(line => line.Quantity),
            _ => 0,
        };

    private static ProductKind? KindOf(Order order, string sku) => order.Lines.FirstOrDefault(line => line.Sku == sku)?.Kind;

    private static int Count(IEnumerable<ParcelLine> lines, string sku) => lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
}
