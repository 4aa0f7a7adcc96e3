using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>Whether a claim can be filed, and why not. It is judged by the moment at which it reached us.</summary>
public static class ClaimRules
{
    /// <summary>True if a claim of this kind has to show something.</summary>
    public static bool NeedsPhotos(ClaimKind kind) => kind is ClaimKind.Damaged or ClaimKind.Wrong;

    /// <summary>Until when what came in a parcel can be claimed; null until it has come.</summary>
    public static DateTimeOffset? Deadline(Order order, ParcelState parcel) =>
        parcel is { IsGone: false, WindowsFrom: { } from } ? from + order.Windows.Claim : null;

    /// <summary>The reason code against claiming these lines; null if they can be claimed.</summary>
    /// <param name="lines">Of the order, each once and not more than was ordered.</param>
    public static ReasonCode? Against(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        ClaimKind kind,
        IReadOnlyList<ParcelLine> lines,
        DateTimeOffset filedAt
    ) =>
        AgainstOrder(state)
        ?? lines
            .Select(line => AgainstLine(order, state, parcels, cases, kind, line, filedAt))
            .FirstOrDefault(reason => reason is not null);

    /// <summary>The reason code against claiming anything; null if something can be claimed.</summary>
    public static ReasonCode? AgainstAll(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        DateTimeOffset now
    )
    {
        if (AgainstOrder(state) is { } reason)
            return reason;
        var reasons =
            from line in order.Lines
            from kind in Enum.GetValues<ClaimKind>()
            select AgainstLine(order, state, parcels, cases, kind, new ParcelLine(line.Sku, 1), now);
        return reasons.Any(against => against is null) ? null : reasons.First();
    }

    /// <summary>How many units of a product can be claimed, for any cause; 0 for none.</summary>
    public static int Most(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        string sku,
        DateTimeOffset now
    )
    {
        bool May(int units) =>
            Enum.GetValues<ClaimKind>().Any(kind => Against(order, state, parcels, cases, kind, [new ParcelLine(sku, units)], now) is null);
        var most = order.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
        while (most > 0 && !May(most))
            most--;
        return most;
    }

    /// <summary>What the customer paid for these lines.</summary>
    public static Money ValueOf(Order order, IReadOnlyList<ParcelLine> lines) =>
        lines.Aggregate(
            Money.Zero(order.Total.Currency),
            (sum, line) => sum + (order.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice * line.Quantity)
        );

    /// <summary>
    /// True if fewer units than these are left that were neither refunded nor are on their way back. What was sent again, or stays with
    /// the customer after all, is left.
    /// </summary>
    /// <param name="cases">The other ones.</param>
    public static bool IsSettled(Order order, OrderState state, IEnumerable<CaseState> cases, ParcelLine line)
    {
        var settled = cases.SelectMany(filed => Settled(state, filed)).Where(one => one.Sku == line.Sku).Sum(one => one.Quantity);
        return line.Quantity > order.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity) - settled;
    }

    /// <summary>These lines without the units of those.</summary>
    public static IReadOnlyList<ParcelLine> Less(IReadOnlyList<ParcelLine> lines, IReadOnlyList<ParcelLine> without) =>
        [
            .. lines
                .Select(line => line with { Quantity = line.Quantity - without.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity) })
                .Where(line => line.Quantity > 0),
        ];

    /// <summary>What a case has refunded, or has on its way back.</summary>
    internal static IReadOnlyList<ParcelLine> Settled(OrderState state, CaseState filed) =>
        filed switch
        {
            { Claim.Verdict.Outcome: ClaimOutcome.Refund } => filed.Lines,
            { IsOpen: false } when state.PaidInstead?.Contains(filed.CaseId) == true => Less(
                filed.Lines,
                filed.Return?.Verdict?.SentBack ?? []
            ),
            { Return: not null, IsOpen: true } => filed.Lines,
            { Return: { Wants: ReturnWish.Refund } back, Status: CaseStatus.Accepted } => Less(filed.Lines, back.Verdict?.SentBack ?? []),
            _ => [],
        };

    /// <summary>True if of the parcels with some goods none arrived or still may: they were refunded when theirs was written off.</summary>
    public static bool IsWrittenOff(IReadOnlyCollection<ParcelState> carrying) =>
        carrying.Any(parcel =>
            parcel is { Outcome: ShipmentOutcome.Lost or ShipmentOutcome.Damaged or ShipmentOutcome.Returned, Replaced: false }
        ) && !carrying.Any(parcel => parcel.Outcome is null or ShipmentOutcome.Delivered);

    private static ReasonCode? AgainstOrder(OrderState state) =>
        Transitions.Against(state.Status, Trigger.ClaimFiled) ?? (state.IsEnding ? ReasonCode.Finished : null);

    private static ReasonCode? AgainstLine(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        ClaimKind kind,
        ParcelLine line,
        DateTimeOffset filedAt
    )
    {
        if (order.Lines.All(ordered => ordered.Sku != line.Sku || ordered.Kind == ProductKind.Digital))
            return ReasonCode.ClaimDigital;

        var carrying = parcels.Where(parcel => !parcel.Voided && parcel.Lines.Any(packed => packed.Sku == line.Sku)).ToList();
        if (IsWrittenOff(carrying))
            return ReasonCode.ClaimSettled;
        if (IsSettled(order, state, cases.Where(filed => !filed.IsOpen), line))
            return ReasonCode.ClaimSettled;

        // What is under a case is told before what the parcels say: it names the case.
        var taken = CaseUnits.AgainstClaim(order, state, parcels, cases, kind, line, filedAt)?.Reason.Code;
        return taken is ReasonCode.ClaimOpen
            ? taken
            : (kind == ClaimKind.Lost ? AgainstLost(order, carrying, line, filedAt) : AgainstDelivered(order, carrying, line, filedAt))
                ?? taken;
    }

    /// <summary>Not more than has come: the rest may still be under way, or be refunded.</summary>
    private static ReasonCode? AgainstDelivered(Order order, IReadOnlyList<ParcelState> carrying, ParcelLine line, DateTimeOffset filedAt)
    {
        var delivered = carrying.Where(parcel => parcel is { DeliveredAt: not null, IsGone: false }).ToList();
        if (Units(delivered, line) < line.Quantity)
            return ReasonCode.ClaimNotDelivered;
        return filedAt <= delivered.Max(parcel => parcel.WindowsFrom) + order.Windows.Claim ? null : ReasonCode.ClaimWindowOver;
    }

    /// <summary>
    /// From the date on that was promised first, whatever was promised since; for as long as nothing came; what is said to have come, as
    /// long as any other claim.
    /// </summary>
    private static ReasonCode? AgainstLost(Order order, IReadOnlyList<ParcelState> carrying, ParcelLine line, DateTimeOffset filedAt)
    {
        var promised = carrying.Where(parcel => parcel.HandedOver && parcel.PromisedTo is not null).ToList();
        if (Units(promised.Where(parcel => !parcel.IsGone), line) < line.Quantity)
            return ReasonCode.ClaimNotShipped;
        if (promised.TrueForAll(parcel => filedAt <= parcel.FirstPromisedTo && parcel.DeliveredAt is null))
            return ReasonCode.ClaimBeforePromise;
        return
            promised.Exists(parcel => parcel.DeliveredAt is null && filedAt > parcel.FirstPromisedTo)
            || promised.Exists(parcel => filedAt <= parcel.WindowsFrom + order.Windows.Claim)
            ? null
            : ReasonCode.ClaimWindowOver;
    }

    private static int Units(IEnumerable<ParcelState> parcels, ParcelLine line) =>
        parcels.SelectMany(parcel => parcel.Lines).Where(packed => packed.Sku == line.Sku).Sum(packed => packed.Quantity);
}
