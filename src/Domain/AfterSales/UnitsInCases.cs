using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>Units of an order that cannot be returned (again).</summary>
/// <param name="Open">Under a claim or return that is open.</param>
/// <param name="Settled">Under one that ended with money or goods for them.</param>
public sealed record UnitsInCases(IReadOnlyList<ParcelLine> Open, IReadOnlyList<ParcelLine> Settled)
{
    public static UnitsInCases None { get; } = new([], []);

    public bool Any => Open.Count > 0 || Settled.Count > 0;

    public static UnitsInCases Of(OrderState state, IEnumerable<CaseState> cases)
    {
        List<ParcelLine> open = [],
            settled = [];
        foreach (var filed in cases)
            (filed.IsOpen ? open : settled).AddRange(LinesOf(state, filed));
        return new(open, settled);
    }

    public int Count(string sku) => Count(Open, sku) + CountSettled(sku);

    public int CountSettled(string sku) => Count(Settled, sku);

    private static IReadOnlyList<ParcelLine> LinesOf(OrderState state, CaseState filed) =>
        filed switch
        {
            // Nothing came; but the keys of its licences were revoked.
            { Return: { } lapsed, Status: CaseStatus.Lapsed } =>
            [
                .. lapsed.Terms.Licences.Select(licence => new ParcelLine(licence.Sku, licence.Quantity)),
            ],
            { Return: not null } => filed.Lines,

            // A unit that never came and was sent again is with the customer once.
            { Claim: { Verdict.Outcome: ClaimOutcome.Replacement, Kind: ClaimKind.Lost } }
                when state.PaidInstead?.Contains(filed.CaseId) != true => [],
            { Claim: not null, Status: not CaseStatus.Declined } => filed.Lines,
            _ => [],
        };

    private static int Count(IReadOnlyList<ParcelLine> lines, string sku) =>
        lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
}
