using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

public static class ClaimVerdictRules
{
    /// <summary>
    /// What is wrong with a refund for a claim: what is refunded is with us, and is not for other goods that have not arrived; what goes
    /// beyond what the goods cost the customer is named as goodwill; and lost goods that were never delivered are not refunded by halves.
    /// </summary>
    /// <param name="given">What the person decided.</param>
    /// <param name="others">The order's other cases: what these are about to refund is not with us any more.</param>
    public static void CheckRefund(
        (Money? Amount, Money? Goodwill) given,
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> others,
        CaseState filed,
        FieldErrors errors
    )
    {
        var claim = filed.Claim!;
        var due = CaseRefunds.Due(state, others);
        var held = state.Captured - state.Refunded - due;
        var refund = given.Amount ?? claim.Value;
        if (refund.Currency != held.Currency)
            errors.Add("amount.currency", $"The order is in {held.Currency}.");
        if (given.Goodwill is { } named && named.Currency != held.Currency)
            errors.Add("goodwill.currency", $"The order is in {held.Currency}.");
        if (errors.Any)
            return;

        var all = refund + (given.Goodwill ?? Money.Zero(held.Currency));
        var sold = state.Kept - due + (claim.Kind == ClaimKind.Lost ? Undelivered(order, parcels, filed.Lines) : Money.Zero(held.Currency));
        var beyond = given.Goodwill is null ? "amount.amount" : "goodwill.amount";
        if (refund > claim.Value)
            errors.Add("amount.amount", $"The goods cost {claim.Value}: what goes beyond that is goodwill, to be named in goodwill.");
        else if (claim.Kind == ClaimKind.Lost && refund < claim.Value && refund < held)
            errors.Add("amount.amount", $"Lost goods are refunded in full: {(claim.Value < held ? claim.Value : held)}.");
        else if (all > held)
            errors.Add(beyond, $"Only {held} of what was paid is still with us.");
        else if (all > sold)
            errors.Add(beyond, $"Only {sold} of it: the rest of what was paid is for goods that have not arrived yet.");
    }

    /// <summary>What those of the lines cost that are on their way.</summary>
    private static Money Undelivered(Order order, IReadOnlyList<ParcelState> parcels, IReadOnlyList<ParcelLine> lines) =>
        ClaimRules.ValueOf(
            order,
            [
                .. lines.Select(line =>
                    line with
                    {
                        Quantity = Math.Min(
                            line.Quantity,
                            parcels
                                .Where(parcel => parcel is { Outcome: null, DeliveredAt: null, Voided: false })
                                .SelectMany(parcel => parcel.Lines)
                                .Where(packed => packed.Sku == line.Sku)
                                .Sum(packed => packed.Quantity)
                        ),
                    }
                ),
            ]
        );
}
