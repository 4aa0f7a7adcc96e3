using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// What the shop owes for goods that came back. As new: the price, or the same again. Used: a part of the price. Damaged or opened against
/// the seal: back to the customer. Missing: nothing.
/// </summary>
public static class ReturnDue
{
    /// <summary>The verdict on what the warehouse found; licences are worth their price, since their keys were revoked.</summary>
    /// <param name="inspected">Of the lines that had to be sent; nothing if nothing came.</param>
    /// <param name="by">Who inspected it; <c>rule</c> if nobody had to.</param>
    public static ReturnVerdict Of(ReturnTerms terms, ReturnWish wants, IReadOnlyList<InspectedLine> inspected, string by)
    {
        var none = Money.Zero(terms.ShippingFee.Currency);
        var refund = terms.Licences.Aggregate(none, (sum, licence) => sum + (licence.UnitPrice * licence.Quantity));
        var fee = none;
        List<ParcelLine> exchanged = [],
            restocked = [],
            back = [];
        foreach (var (sku, quantity, condition) in inspected)
        {
            var line = terms.ToSend.First(sent => sent.Sku == sku);
            var price = line.UnitPrice * quantity;
            var percent = line.Sealed ? terms.OpenedPercent : terms.UsedPercent;
            switch (condition)
            {
                case ReturnCondition.AsNew:
                    restocked.Add(new(sku, quantity));
                    if (wants == ReturnWish.Exchange)
                        exchanged.Add(new(sku, quantity));
                    else
                        refund += price;
                    break;

                case ReturnCondition.Used when percent > 0:
                    var part = price with { Amount = ((price.Amount * percent) + 50) / 100 };
                    refund += part;
                    fee += price - part;
                    break;

                case ReturnCondition.Missing:
                    break;

                default:
                    back.Add(new(sku, quantity));
                    break;
            }
        }

        // Who returns everything as it was also gets the shipping fee back that they paid for it.
        var everything =
            wants == ReturnWish.Refund && inspected.Count > 0 && inspected.All(line => line.Condition == ReturnCondition.AsNew);
        var shippingFee = everything ? terms.ShippingFee : none;
        return new ReturnVerdict(refund + shippingFee, fee, shippingFee, exchanged, restocked, back, by);
    }

    /// <summary>What the verdict comes to for the order.</summary>
    /// <param name="lines">Of the return.</param>
    public static CaseEnd Of(string rma, IReadOnlyList<ParcelLine> lines, ReturnTerms terms, ReturnVerdict verdict) =>
        new()
        {
            Kind = CaseKind.Return,
            CaseId = rma,
            Lines = lines,
            Refund = verdict.Refund,
            Mail = MailKind.ReturnSettled,
            Replace = verdict.Exchanged,
            Restock = verdict.Restocked,
            GoodsBack = true,
            Fee = verdict.Fee,
            ShippingFee = verdict.ShippingFee,
            AsNew =
            [
                .. ClaimRules.Less(verdict.Restocked, verdict.Exchanged),
                .. terms.Licences.Select(licence => new ParcelLine(licence.Sku, licence.Quantity)),
            ],
            SendBack = verdict.SentBack,
        };
}

/// <summary>What came of a return.</summary>
/// <param name="Refund">Refunded, shipping included.</param>
/// <param name="Fee">Kept of the price of used goods.</param>
/// <param name="ShippingFee">The part of the refund that is for shipping.</param>
/// <param name="Exchanged">Sent again.</param>
/// <param name="Restocked">For sale again.</param>
/// <param name="SentBack">Not taken back: returned to the customer.</param>
/// <param name="By">Who inspected it; <c>rule</c> if nobody had to.</param>
public sealed record ReturnVerdict(
    Money Refund,
    Money Fee,
    Money ShippingFee,
    IReadOnlyList<ParcelLine> Exchanged,
    IReadOnlyList<ParcelLine> Restocked,
    IReadOnlyList<ParcelLine> SentBack,
    string By
)
{
    /// <summary>True if the customer gets anything but their own goods.</summary>
    public bool Accepted => Refund.Amount > 0 || Exchanged.Count > 0;
}
