using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Orders.Functions.Domain.Changes;

/// <summary>What is left of an order after goods that the shop does not have were taken off it, or others came instead.</summary>
/// <param name="Before">What was agreed with those goods.</param>
/// <param name="Lines">All lines that the order has now.</param>
public sealed record GoodsLeft(OrderTerms Before, IReadOnlyList<OrderLine> Lines)
{
    /// <summary>Something has arrived, and was paid for with its shipping: that stays as it was.</summary>
    public bool ShippingIsSold { get; init; }
}

/// <summary>
/// Prices what is left as the customer's own change would (<see cref="ChangePricing"/>), but never dearer: that goods are missing is the
/// shop's doing.
/// </summary>
public static class ShortagePricing
{
    /// <summary>
    /// Shipping and duties follow the goods. A fee that would rise stays, and so do duties and who pays them where the customer would have
    /// to be asked again.
    /// </summary>
    /// <param name="to">Where the order goes.</param>
    public static OrderTerms Price(GoodsLeft left, Destination to, IReadOnlyCollection<Product> products, PriceTables tables)
    {
        var (before, lines) = (left.Before, left.Lines);
        var goods = ChangePricing.GoodsOf(lines, products);
        var fee = left.ShippingIsSold ? before.ShippingFee : Fee(before, goods, to, products, tables);
        var after = before with { Lines = lines, ShippingFee = fee, Duties = null };
        if (before.Duties is not { } accepted || Duties.Of(to.Place, goods, fee, tables.Duties) is not { } now)
            return ChangeReducer.Totalled(after);

        var asNow = ChangeReducer.Totalled(after with { Duties = Accepted(now) });
        return DutiesQuote.AsksAnew(accepted, now) || asNow.Total > before.Total
            ? ChangeReducer.Totalled(after with { Duties = AsAccepted(now, accepted) })
            : asNow;
    }

    private static Money Fee(
        OrderTerms before,
        IReadOnlyList<(Product, int)> goods,
        Destination to,
        IReadOnlyCollection<Product> products,
        PriceTables tables
    )
    {
        if (goods.Count == 0)
            return Money.Zero(before.ShippingFee.Currency);
        var now = ShippingCharge.Of(goods, to, before.ShippingClass, tables)?.Total;

        // Rates that changed since it was ordered are not the customer's business.
        return
            now is { } fee
            && fee < before.ShippingFee
            && ShippingCharge.Of(ChangePricing.GoodsOf(before.Lines, products), to, before.ShippingClass, tables)?.Total != fee
            ? fee
            : before.ShippingFee;
    }

    /// <summary>At most what was accepted, and paid by whom it was to be paid; each line bears its part.</summary>
    private static DutiesQuote AsAccepted(DutiesQuote now, DutiesQuote accepted)
    {
        if (accepted.Amount is not { } most || now.Amount is not { } amount)
            return accepted with { Lines = [.. accepted.Lines.Where(line => now.Lines.Any(left => left.Sku == line.Sku))] };
        if (amount <= most)
            return Accepted(now with { Terms = accepted.Terms });
        List<DutyLine> lines = [];
        var (soFar, shared) = (0L, 0L);
        foreach (var line in now.Lines)
        {
            // Shares of the running sum, so that they add up.
            soFar += line.Duty.Amount + line.Tax.Amount;
            var share = (long)((Int128)soFar * most.Amount / amount.Amount) - shared;
            shared += share;
            var duty = (long)((Int128)line.Duty.Amount * most.Amount / amount.Amount);
            lines.Add(line with { Duty = line.Duty with { Amount = duty }, Tax = line.Tax with { Amount = share - duty } });
        }

        return Accepted(now with { Terms = accepted.Terms, Amount = most, Lines = lines });
    }

    private static DutiesQuote Accepted(DutiesQuote quote) => quote with { Accepted = true };
}
