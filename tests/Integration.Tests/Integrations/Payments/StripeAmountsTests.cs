using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Payments;

namespace Integration.Tests.Integrations.Payments;

public sealed class StripeAmountsTests
{
    /// <summary>https://docs.stripe.com/currencies: none, two and three decimals, and those that are counted otherwise than by ISO 4217.</summary>
    [Theory]
    [InlineData(1_999, "USD", 1_999)]
    [InlineData(500, "JPY", 500)]
    [InlineData(5_120, "KWD", 5_120)]
    [InlineData(700, "ISK", 70_000)]
    [InlineData(3_000, "UGX", 300_000)]
    [InlineData(1_500, "MGA", 15)]
    public void Amount_is_counted_in_stripes_unit_and_back(long minor, string currency, long stripe)
    {
        Assert.Equal(stripe, StripeAmounts.Of(new Money(minor, currency)));
        Assert.Equal(new Money(minor, currency), StripeAmounts.Read(stripe, currency.ToLowerInvariant()));
    }

    [Theory]
    [InlineData(5_125, "KWD")]
    [InlineData(1_550, "MGA")]
    public void Amount_finer_than_stripe_counts_is_refused(long minor, string currency) =>
        Assert.Throws<PaymentRefusedException>(() => StripeAmounts.Of(new Money(minor, currency)));

    [Theory]
    [InlineData(70_050, "isk")]
    [InlineData(100, "xxx")]
    [InlineData(100, null)]
    public void Amount_that_no_currency_has_is_not_read(long stripe, string? currency) => Assert.Null(StripeAmounts.Read(stripe, currency));
}
