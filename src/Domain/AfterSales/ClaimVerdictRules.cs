using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

public static class ClaimVerdictRules
{
    /// <summary>
    /// What is wrong with a refund for a claim: what is refunded is with us; and lost goods that were never delivered are not refunded by
    /// halves.
    /// </summary>
    /// <param name="amount">Null: the value of the claim's lines.</param>
    public static void CheckRefund(Money? amount, OrderState state, ClaimPart claim, FieldErrors errors)
    {
        var held = state.Captured - state.Refunded;
        var refund = amount ?? claim.Value;
        if (refund.Currency != held.Currency)
            errors.Add("amount.currency", $"The order is in {held.Currency}.");
        else if (refund > held)
            errors.Add("amount.amount", $"Only {held} of what was paid is still with us.");
        else if (claim.Kind == ClaimKind.Lost && refund < claim.Value)
            errors.Add("amount.amount", $"Lost goods are refunded in full: {claim.Value}.");
        else if (claim.Kind == ClaimKind.Lost && refund > claim.Value + state.Kept)
            errors.Add("amount.amount", $"Not more than {claim.Value + state.Kept}, since the rest of the order has not arrived yet.");
    }
}
