using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

public static class ClaimVerdictRules
{
    /// <summary>
    /// What is wrong with a refund for a claim: what is refunded is with us; what goes beyond what the goods cost the customer is named as
    /// goodwill; and lost goods that were never delivered are not refunded by halves.
    /// </summary>
    /// <param name="amount">For the goods; null: the value of the claim's lines.</param>
    /// <param name="goodwill">Beyond that; null for nothing.</param>
    public static void CheckRefund(Money? amount, Money? goodwill, OrderState state, ClaimPart claim, FieldErrors errors)
    {
        var held = state.Captured - state.Refunded;
        var refund = amount ?? claim.Value;
        if (refund.Currency != held.Currency)
            errors.Add("amount.currency", $"The order is in {held.Currency}.");
        if (goodwill is { } given && given.Currency != held.Currency)
            errors.Add("goodwill.currency", $"The order is in {held.Currency}.");
        if (errors.Any)
            return;

        var all = refund + (goodwill ?? Money.Zero(held.Currency));
        if (refund > claim.Value)
            errors.Add("amount.amount", $"The goods cost {claim.Value}: what goes beyond that is goodwill, to be named in goodwill.");
        else if (claim.Kind == ClaimKind.Lost && refund < claim.Value)
            errors.Add("amount.amount", $"Lost goods are refunded in full: {claim.Value}.");
        else if (all > held)
            errors.Add(goodwill is null ? "amount.amount" : "goodwill.amount", $"Only {held} of what was paid is still with us.");
        else if (claim.Kind == ClaimKind.Lost && all > claim.Value + state.Kept)
            errors.Add("goodwill.amount", $"Not more than {state.Kept}, since the rest of the order has not arrived yet.");
    }
}
