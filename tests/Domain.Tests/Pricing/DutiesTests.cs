using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Domain.Tests.Pricing;

public sealed class DutiesTests
{
    private static readonly Product _wallet = Samples.Pro with { HsCode = "847180", OriginCountry = "CN" };
    private static readonly Product _case = Samples.Physical("CASE", 1900, 90) with { HsCode = "420232", OriginCountry = "CN" };

    [Fact]
    public void Goods_within_a_country_owe_nothing() => Assert.Null(Of("CN", (_wallet, 1)));

    [Fact]
    public void Licences_owe_nothing() => Assert.Null(Of("DE"));

    [Fact]
    public void Small_value_is_free_of_duty_but_not_of_tax()
    {
        var line = Assert.Single(Of("DE", (_case, 1))!.Lines);

        // 19.00 is below 150 EUR: no 3.7 % duty; 19 % VAT on 19.00 and 10.00 of shipping.
        Assert.Equal((370, true, Samples.Usd(0)), (line.DutyBasisPoints, line.DutyFree, line.Duty));
        Assert.Equal((1900, false, Samples.Usd(551)), (line.TaxBasisPoints, line.TaxFree, line.Tax));
    }

    [Fact]
    public void Greater_value_pays_duty_and_tax_on_the_duty()
    {
        var duties = Of("DE", (_wallet, 2), (_case, 1))!;

        // Shipping of 10.00 is shared by price: 9.31 and 0.69. Case: 3.7 % of 19.69 is 0.73; VAT 19 % of 20.42 is 3.88. Wallets: no duty,
        // VAT of 267.31 is 50.79.
        Assert.Equal([Samples.Usd(0), Samples.Usd(73)], duties.Lines.Select(line => line.Duty));
        Assert.Equal([Samples.Usd(5079), Samples.Usd(388)], duties.Lines.Select(line => line.Tax));
        Assert.Equal(Samples.Usd(5540), duties.Amount);
        Assert.All(duties.Lines, line => Assert.False(line.DutyFree));
    }

    [Fact]
    public void Below_both_thresholds_nothing_is_owed()
    {
        var duties = Of("JP", (_case, 1))!;

        Assert.Equal(Samples.Usd(0), duties.Amount);
        Assert.All(duties.Lines, line => Assert.True(line is { DutyFree: true, TaxFree: true }));
    }

    [Fact]
    public void Origin_and_the_longest_code_decide_the_rate()
    {
        var rules = TestTables.Prices.Duties.Find("US")!;

        Assert.Equal(2500, rules.DutyBasisPoints("847180", "CN"));
        Assert.Equal(0, rules.DutyBasisPoints("847180", "JP"));
        Assert.Equal(300, rules.DutyBasisPoints("420232", "JP"));
        Assert.Equal(2500, rules.DutyBasisPoints(null, "CN"));
    }

    [Fact]
    public void Above_the_sellers_scheme_the_recipient_pays()
    {
        Assert.Equal(DutyTerms.Ddp, Of("SG", (_wallet, 2))!.Terms);
        Assert.Equal(DutyTerms.Dap, Of("SG", (_wallet, 3))!.Terms);
    }

    [Fact]
    public void Country_that_nothing_is_known_of_is_told_so_and_not_guessed()
    {
        var duties = Of("BR", (_wallet, 1))!;

        Assert.Null(duties.Amount);
        Assert.Equal((DutyTerms.Dap, Samples.Usd(0)), (duties.Terms, duties.DueToUs("USD")));
    }

    [Fact]
    public void Customer_is_asked_again_when_what_is_owed_changes()
    {
        var accepted = Of("GB", (_wallet, 1))! with { Accepted = true };

        Assert.False(DutiesQuote.AsksAnew(accepted, Of("GB", (_wallet, 1))));
        Assert.False(DutiesQuote.AsksAnew(accepted, Of("GB", (_case, 1))));
        Assert.True(DutiesQuote.AsksAnew(accepted, Of("GB", (_wallet, 1), (_case, 1))));
        Assert.True(DutiesQuote.AsksAnew(accepted, Of("DE", (_wallet, 1))));
        Assert.True(DutiesQuote.AsksAnew(null, Of("GB", (_wallet, 1))));
        Assert.False(DutiesQuote.AsksAnew(accepted, null));
    }

    private static DutiesQuote? Of(string country, params (Product, int)[] goods) =>
        Duties.Of(country, goods, Samples.Usd(1000), TestTables.Prices.Duties);
}
