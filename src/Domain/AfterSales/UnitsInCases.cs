using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>Units of an order that cannot be returned (again).</summary>
/// <param name="Open">Under a claim or return that is open.</param>
/// <param name="Settled">Under one that ended with money or goods for them.</param>
public sealed record UnitsInCases(IReadOnlyList<ParcelLine> Open, IReadOnlyList<ParcelLine> Settled)
{
    public static UnitsInCases None { get; } = new([], []);

    /// <summary>Claimed as lost, and sent again; settled as far as they came all the same.</summary>
    public IReadOnlyList<LostUnits> SentAgain { get; init; } = [];

    public bool Any => Open.Count > 0 || Settled.Count > 0;

    public static UnitsInCases Of(OrderState state, IEnumerable<CaseState> cases)
    {
        List<ParcelLine> open = [],
            settled = [];
        List<LostUnits> sentAgain = [];
        foreach (var filed in cases)
        {
            if (IsSentAgain(state, filed))
                sentAgain.Add(LostUnits.Of(filed.Lines, filed.Claim!.Parcels));
            else
                (filed.IsOpen ? open : settled).AddRange(LinesOf(filed));
        }

        return new(open, settled) { SentAgain = sentAgain };
    }

    /// <param name="parcels">As they are now.</param>
    public int Count(string sku, IReadOnlyList<ParcelState> parcels) => Count(Open, sku) + CountSettled(sku, parcels);

    /// <param name="parcels">As they are now.</param>
    public int CountSettled(string sku, IReadOnlyList<ParcelState> parcels) =>
        Count(Settled, sku) + LostUnits.ThatCame(SentAgain, sku, parcels);

    internal static int Count(IEnumerable<ParcelLine> lines, string sku) => lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static bool IsSentAgain(OrderState state, CaseState filed) =>
        filed is { Claim: { Verdict.Outcome: ClaimOutcome.Replacement, Kind: ClaimKind.Lost } }
        && state.PaidInstead?.Contains(filed.CaseId) != true;

    private static IReadOnlyList<ParcelLine> LinesOf(CaseState filed) =>
        filed switch
        {
            // Nothing came; but the keys of its licences were revoked.
            { Return: { } lapsed, Status: CaseStatus.Lapsed } =>
            [
                .. lapsed.Terms.Licences.Select(licence => new ParcelLine(licence.Sku, licence.Quantity)),
            ],
            { Return: not null } => filed.Lines,
            { Claim: not null, Status: not CaseStatus.Declined } => filed.Lines,
            _ => [],
        };
}
