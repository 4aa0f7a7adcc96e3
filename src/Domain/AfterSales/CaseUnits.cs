using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// One unit, one case: a unit that is under a claim or a return is not claimed or returned a second time, whatever the cause, and one that
/// was replaced, refunded or taken back is not granted again. What was sent in its place is a unit of its own.
/// </summary>
public static class CaseUnits
{
    /// <summary>
    /// What stands in the way of storing a case, beside those that are stored; null if its units are free. Whether it may be filed otherwise
    /// (windows, what is taken back at all) was judged before.
    /// </summary>
    /// <param name="cases">Of the same order; the case itself does not count.</param>
    public static CaseConflict? Against(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        CaseState filed
    )
    {
        List<CaseState> others = [.. cases.Where(other => other.CaseId != filed.CaseId)];
        return filed switch
        {
            { Claim: { } claim } => filed
                .Lines.Select(line => AgainstClaim(order, state, parcels, others, claim.Kind, line, filed.FiledAt))
                .FirstOrDefault(conflict => conflict is not null),
            { Return: not null } => filed
                .Lines.Select(line => AgainstReturn(order, state, parcels, others, line))
                .FirstOrDefault(conflict => conflict is not null),
            _ => null,
        };
    }

    /// <summary>What stands against claiming these units; null if they are free.</summary>
    public static CaseConflict? AgainstClaim(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        ClaimKind kind,
        ParcelLine line,
        DateTimeOffset filedAt
    )
    {
        if (cases.FirstOrDefault(filed => filed.IsOpen && filed.Claim?.Kind == kind && Count(filed.Lines, line.Sku) > 0) is { } same)
            return new CaseConflict(ReasonCode.ClaimOpen, same);

        // Of the units whose time for a claim it is; and of all, where these alone are too few with or without cases.
        var ended = cases.Where(filed => !filed.IsOpen).ToList();
        foreach (
            var able in new Func<ParcelState, bool>[]
            {
                parcel => IsClaimable(order, parcel, kind, filedAt),
                parcel => HasCome(parcel, kind),
            }
        )
        {
            bool AreFree(IReadOnlyList<CaseState> beside) => line.Quantity <= Free(order, state, parcels, beside, able, line.Sku);
            if (AreFree(cases) || !AreFree([]))
                continue;
            return AreFree(ended)
                ? new CaseConflict(ReasonCode.ClaimInOpenCase, About(cases, line.Sku, CaseEnds.Open))
                : new CaseConflict(ReasonCode.ClaimSettled, About(cases, line.Sku, CaseEnds.Ended));
        }

        return null;
    }

    /// <summary>True if a claim can no longer be granted: its units were refunded, replaced or taken back by other cases.</summary>
    /// <param name="cases">The other ones.</param>
    public static bool IsSettled(Order order, OrderState state, IReadOnlyList<CaseState> cases, CaseState claim)
    {
        var part = claim.Claim!;
        List<CaseState> ended = [.. cases.Where(filed => !filed.IsOpen)];
        return claim.Lines.Any(line =>
            ClaimRules.IsSettled(order, state, cases, line)
            || line.Quantity > FreeOf(part.Parcels, ended, parcel => HasCome(parcel, part.Kind), line.Sku)
        );
    }

    /// <summary>What stands against giving these units back; null if they are free.</summary>
    public static CaseConflict? AgainstReturn(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        ParcelLine line
    ) =>
        ReturnRules.AgainstUnits(order, parcels, UnitsInCases.Of(state, cases), line) switch
        {
            null => null,
            { Code: ReasonCode.InOpenCase } open => new CaseConflict(open, About(cases, line.Sku, CaseEnds.Open)),
            { } reason => new CaseConflict(reason, About(cases, line.Sku, CaseEnds.Ended)),
        };

    /// <summary>
    /// The units that a claim could be about and that no case has; never more than were ordered and not paid back.
    /// </summary>
    /// <param name="able">The parcels whose units it could be about.</param>
    private static int Free(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        Func<ParcelState, bool> able,
        string sku
    )
    {
        var open = cases.Where(filed => filed.IsOpen && filed.Kind != CaseKind.Request).Sum(filed => Count(filed.Lines, sku));
        var ordered = order.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
        var paidBack = cases.Where(filed => !filed.IsOpen).SelectMany(filed => ClaimRules.Settled(state, filed));
        return Math.Min(FreeOf(parcels, cases, able, sku), ordered - Count(paidBack, sku) - open);
    }

    private static int FreeOf(IReadOnlyList<ParcelState> parcels, IReadOnlyList<CaseState> cases, Func<ParcelState, bool> able, string sku)
    {
        var taken = Taken(parcels, cases, sku);
        return Carrying(parcels, sku)
            .Where(able)
            .Sum(parcel => Math.Max(0, Count(parcel.Lines, sku) - taken.GetValueOrDefault(parcel.Number)));
    }

    /// <summary>What came in it, or as lost should have; whatever the time.</summary>
    private static bool HasCome(ParcelState parcel, ClaimKind kind) =>
        !parcel.IsGone && (parcel.DeliveredAt is not null || (kind == ClaimKind.Lost && parcel.HandedOver));

    /// <summary>The same, and it is the time to say so.</summary>
    private static bool IsClaimable(Order order, ParcelState parcel, ClaimKind kind, DateTimeOffset at) =>
        HasCome(parcel, kind)
        && (ClaimRules.Deadline(order, parcel) is { } end ? at <= end : parcel.FirstPromisedTo is { } promised && at > promised);

    /// <summary>
    /// How many units of each parcel have a case, or were granted by one: each unit of a case is one of a parcel that was there when it was
    /// filed, of what is lost rather one that has not come.
    /// </summary>
    private static Dictionary<int, int> Taken(IReadOnlyList<ParcelState> parcels, IReadOnlyList<CaseState> cases, string sku)
    {
        var taken = new Dictionary<int, int>();
        foreach (var filed in cases.OrderBy(filed => filed.FiledAt))
        {
            var isLost = filed.Claim?.Kind == ClaimKind.Lost;
            var left = Count(UnitsOf(filed), sku);
            foreach (
                var parcel in Carrying(filed.Claim?.Parcels ?? parcels, sku)
                    .OrderBy(parcel => parcel.DeliveredAt is null != isLost)
                    .ThenBy(parcel => parcel.Number)
            )
            {
                var units = Math.Min(left, Count(parcel.Lines, sku) - taken.GetValueOrDefault(parcel.Number));
                if (units <= 0)
                    continue;
                taken[parcel.Number] = taken.GetValueOrDefault(parcel.Number) + units;
                left -= units;
            }
        }

        return taken;
    }

    /// <summary>What a case is about while it is open, and what it has granted at its end.</summary>
    private static IReadOnlyList<ParcelLine> UnitsOf(CaseState filed) =>
        filed switch
        {
            { Kind: CaseKind.Request } => [],
            { IsOpen: true } => filed.Lines,
            { Claim.Verdict.Outcome: ClaimOutcome.Refund or ClaimOutcome.Replacement } => filed.Lines,
            { Return: { } back, Status: CaseStatus.Accepted } => ClaimRules.Less(filed.Lines, back.Verdict?.SentBack ?? []),
            _ => [],
        };

    private static CaseState? About(IReadOnlyList<CaseState> cases, string sku, CaseEnds ends) =>
        cases.LastOrDefault(filed => filed.IsOpen == (ends == CaseEnds.Open) && Count(UnitsOf(filed), sku) > 0);

    private static IEnumerable<ParcelState> Carrying(IEnumerable<ParcelState> parcels, string sku) =>
        parcels.Where(parcel => !parcel.Voided && Count(parcel.Lines, sku) > 0);

    private static int Count(IEnumerable<ParcelLine> lines, string sku) => lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private enum CaseEnds
    {
        Open,
        Ended,
    }
}

/// <summary>Why a case is not stored.</summary>
/// <param name="Case">The case that has what this one is about; null where that is no single one.</param>
public sealed record CaseConflict(Reason Reason, CaseState? Case);
