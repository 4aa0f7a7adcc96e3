using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.AfterSales;

public sealed class ClaimVerdictRulesTests
{
    // Goods of 129.00, of an order of which 159.00 were paid.
    [Theory]
    [InlineData(ClaimKind.Damaged, null, null, null)]
    [InlineData(ClaimKind.Damaged, 12900L, null, null)]
    [InlineData(ClaimKind.Damaged, 12901L, null, "amount.amount")]
    [InlineData(ClaimKind.Damaged, 12901L, 100L, "amount.amount")]
    [InlineData(ClaimKind.Damaged, 12900L, 3000L, null)]
    [InlineData(ClaimKind.Damaged, null, 3000L, null)]
    [InlineData(ClaimKind.Damaged, null, 3001L, "goodwill.amount")]
    [InlineData(ClaimKind.Damaged, 100L, 500L, null)]
    [InlineData(ClaimKind.Lost, 12800L, null, "amount.amount")]
    [InlineData(ClaimKind.Lost, null, 2000L, null)]
    [InlineData(ClaimKind.Lost, null, 2001L, "goodwill.amount")]
    public void Beyond_the_goods_only_what_is_named_as_goodwill(ClaimKind kind, long? amount, long? goodwill, string? wrong)
    {
        var errors = new FieldErrors();
        var state = InitialState.Of(Samples.Order()) with { Captured = Samples.Usd(15900), Kept = Samples.Usd(2000) };

        ClaimVerdictRules.CheckRefund(
            amount is { } paid ? Samples.Usd(paid) : null,
            goodwill is { } given ? Samples.Usd(given) : null,
            state,
            new ClaimPart(kind, [], Samples.Usd(12900)),
            errors
        );

        Assert.Equal(wrong is null ? [] : [wrong], errors.ToDictionary().Keys);
        if (wrong == "amount.amount" && kind == ClaimKind.Damaged)
            Assert.Contains("129.00", Assert.Single(errors.ToDictionary()[wrong]));
    }

    [Fact]
    public void Another_currency_is_named_for_each_part()
    {
        var errors = new FieldErrors();

        ClaimVerdictRules.CheckRefund(
            new Money(1, "EUR"),
            new Money(1, "EUR"),
            InitialState.Of(Samples.Order()) with
            {
                Captured = Samples.Usd(15900),
            },
            new ClaimPart(ClaimKind.Damaged, [], Samples.Usd(12900)),
            errors
        );

        Assert.Equal(["amount.currency", "goodwill.currency"], errors.ToDictionary().Keys.Order());
    }
}
