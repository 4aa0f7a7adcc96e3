using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>Works out what customs take.</summary>
public static class Duties
{
    /// <summary>Null where no border is crossed, or nothing is carried over it.</summary>
    /// <param name="place">A <see cref="Territory"/>'s code.</param>
    /// <param name="goods">The physical goods with how many of each.</param>
    /// <param name="shipping">The fee, of which each line has its share by price.</param>
    public static DutiesQuote? Of(string place, IReadOnlyList<(Product Product, int Quantity)> goods, Money shipping, DutyRates rates)
    {
        if (place == ShipsFrom.Country || goods.Count == 0)
            return null;
        if (rates.Find(place) is not { } rules)
            return new DutiesQuote(rates.Version, DutyTerms.Dap, null, []);

        var total = goods.Sum(item => (item.Product.Price * item.Quantity).Amount);
        var tax = rules.TaxBasisPoints[place];
        var (dutyFree, taxFree) = (total <= rules.DutyFreeUpTo, total <= rules.TaxFreeUpTo);
        List<DutyLine> lines = [];
        var (valueSoFar, shippingSoFar) = (0L, 0L);
        foreach (var (product, quantity) in goods)
        {
            var value = product.Price * quantity;
            valueSoFar += value.Amount;

            // Shares of the running sum, so that they add up to the fee.
            var share = total == 0 ? 0 : (long)((Int128)shipping.Amount * valueSoFar / total) - shippingSoFar;
            shippingSoFar += share;
            var rate = rules.DutyBasisPoints(product.HsCode, product.OriginCountry);
            var duty = dutyFree ? 0 : Part(value.Amount + (rules.OnShipping ? share : 0), rate);
            var taxed = taxFree ? 0 : Part(value.Amount + share + duty, tax);
            lines.Add(
                new DutyLine
                {
                    Sku = product.Sku,
                    HsCode = product.HsCode,
                    OriginCountry = product.OriginCountry,
                    Value = value,
                    DutyBasisPoints = rate,
                    Duty = value with { Amount = duty },
                    DutyFree = dutyFree,
                    TaxBasisPoints = tax,
                    Tax = value with { Amount = taxed },
                    TaxFree = taxFree,
                }
            );
        }

        var amount = lines.Aggregate(Money.Zero(shipping.Currency), (sum, line) => sum + line.Duty + line.Tax);
        return new DutiesQuote(rates.Version, rules.TermsFor(total), amount, lines);
    }

    // Half up, to the minor unit.
    private static long Part(long amount, int basisPoints) => checked(((amount * basisPoints) + 5_000) / 10_000);
}
