using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// What cases cost the shop: a case decides what is to be refunded, and its order pays what is still with the shop. Whoever tells of the
/// refund tells what was paid.
/// </summary>
public static class CaseRefunds
{
    /// <summary>What was refunded for a case; null until its order has paid, or if it came to no money.</summary>
    public static CaseRefund? Of(OrderState state, string caseId) => state.CaseRefunds?.GetValueOrDefault(caseId);

    /// <summary>True if a case has decided on money, and its order has not paid it yet.</summary>
    public static bool IsDue(OrderState state, CaseState filed) => Decided(filed).Amount > 0 && Of(state, filed.CaseId) is null;

    /// <summary>What was decided to be refunded and is not paid yet.</summary>
    public static Money Due(OrderState state, IEnumerable<CaseState> cases) =>
        cases.Where(filed => IsDue(state, filed)).Aggregate(Money.Zero(state.Captured.Currency), (sum, filed) => sum + Decided(filed));

    private static Money Decided(CaseState filed) =>
        filed switch
        {
            { IsOpen: false, Claim.Verdict.Refund: { } refund } => refund,
            { IsOpen: false, Return.Verdict.Refund: var refund } => refund,
            _ => default,
        };
}
