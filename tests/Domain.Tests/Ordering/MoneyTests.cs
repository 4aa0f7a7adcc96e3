using System.Globalization;
using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Ordering;

public sealed class MoneyTests
{
    private static readonly string[] _currencies = [.. Currencies.All];
    private static readonly ShippingRate _rate = new(3000, 1000, 800, 500, 30000);

    [Fact]
    public void Fee_never_falls_with_weight_and_starts_at_the_first_step() =>
        Gen.Select(Gen.Int[1, 30000], Gen.Int[1, 30000])
            .Sample((one, other) => Assert.True(_rate.Fee(Math.Min(one, other)) <= _rate.Fee(Math.Max(one, other))));

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(1000, 3000)]
    [InlineData(1001, 3800)]
    [InlineData(1500, 3800)]
    [InlineData(1501, 4600)]
    public void Fee_counts_each_step_begun(int grams, long fee) => Assert.Equal(fee, _rate.Fee(grams));

    [Theory]
    [InlineData(15900, "USD", "159.00 USD")]
    [InlineData(5000, "KWD", "5.000 KWD")]
    [InlineData(1, "BHD", "0.001 BHD")]
    [InlineData(250000, "VND", "250000 VND")]
    [InlineData(1500, "JPY", "1500 JPY")]
    [InlineData(700, "ISK", "700 ISK")]
    [InlineData(700, "HUF", "7.00 HUF")]
    [InlineData(12345, "CLF", "1.2345 CLF")]
    [InlineData(-5, "USD", "-0.05 USD")]
    [InlineData(long.MaxValue, "TND", "9223372036854775.807 TND")]
    [InlineData(700, "XYZ", "700 XYZ (minor units)")]
    public void Amount_is_shown_with_the_decimals_of_its_currency(long amount, string currency, string shown) =>
        Assert.Equal(shown, new Money(amount, currency).ToString());

    [Fact]
    public void Amount_in_any_currency_reads_back_as_its_minor_units() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, _currencies.Length - 1])
            .Sample(
                (amount, place) =>
                {
                    var currency = _currencies[place];
                    var shown = new Money(amount, currency).ToString().Split(' ')[0];
                    Assert.Equal(
                        amount,
                        (long)(
                            decimal.Parse(shown, CultureInfo.InvariantCulture)
                            * (decimal)Math.Pow(10, Currencies.DecimalsOf(currency)!.Value)
                        )
                    );
                }
            );

    [Theory]
    [InlineData("en", "5.000 KWD was received in another currency and goes back.")]
    [InlineData("zh-CN", "5.000 KWD")]
    public void Timeline_tells_dinars_with_three_decimals(string locale, string text) =>
        Assert.Contains(
            text,
            TimelineTexts.For(
                new TimelineEntry(
                    Samples.Noon,
                    TimelineKind.PaymentWrongCurrency,
                    Actor.Payment,
                    new Dictionary<string, string> { ["amount"] = new Money(5000, "KWD").ToString() }
                ),
                locale
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(PaymentUpdateType.Succeeded, 15900, "USD", PaymentVerdict.Counts)]
    [InlineData(PaymentUpdateType.Succeeded, 100, "USD", PaymentVerdict.Counts)]
    [InlineData(PaymentUpdateType.Succeeded, 15900, "EUR", PaymentVerdict.WrongCurrency)]
    [InlineData(PaymentUpdateType.Succeeded, 0, "USD", PaymentVerdict.NoMoney)]
    [InlineData(PaymentUpdateType.Failed, 15900, "USD", PaymentVerdict.Failed)]
    [InlineData(PaymentUpdateType.Pending, 15900, "USD", PaymentVerdict.NoMoney)]
    [InlineData(PaymentUpdateType.Refunded, 15900, "USD", PaymentVerdict.RefundSettled)]
    [InlineData(PaymentUpdateType.RefundFailed, 15900, "USD", PaymentVerdict.RefundFailed)]
    [InlineData(PaymentUpdateType.Disputed, 15900, "USD", PaymentVerdict.Disputed)]
    [InlineData(PaymentUpdateType.DisputeWon, 15900, "USD", PaymentVerdict.DisputeWon)]
    public void Card_payment_is_judged(PaymentUpdateType type, long amount, string currency, PaymentVerdict expected) =>
        Assert.Equal(
            expected,
            PaymentRules.Judge(Samples.Order(), new PaymentUpdate("e", "sandbox", type, new Money(amount, currency), "card", null))
        );

    [Theory]
    [InlineData(PaymentUpdateType.Succeeded, null, PaymentVerdict.NotYetConfirmed)]
    [InlineData(PaymentUpdateType.Succeeded, 2, PaymentVerdict.NotYetConfirmed)]
    [InlineData(PaymentUpdateType.Succeeded, 3, PaymentVerdict.Counts)]
    [InlineData(PaymentUpdateType.Pending, 0, PaymentVerdict.NotYetConfirmed)]
    public void Crypto_counts_after_its_confirmations(PaymentUpdateType type, int? confirmations, PaymentVerdict expected) =>
        Assert.Equal(
            expected,
            PaymentRules.Judge(
                Samples.Order(method: PaymentMethod.Crypto),
                new PaymentUpdate("e", "sandbox", type, Samples.Usd(15900), "crypto", confirmations)
            )
        );

    [Theory]
    [InlineData(PaymentStatus.Received, PaymentUpdateType.Succeeded, 15900, 6, PaymentVerdict.ToldBefore)]
    [InlineData(PaymentStatus.Received, PaymentUpdateType.Succeeded, 16000, 6, PaymentVerdict.Contradicts)]
    [InlineData(PaymentStatus.Received, PaymentUpdateType.Pending, 15900, 1, PaymentVerdict.ToldBefore)]
    [InlineData(PaymentStatus.Received, PaymentUpdateType.Failed, 15900, 0, PaymentVerdict.Contradicts)]
    [InlineData(PaymentStatus.Seen, PaymentUpdateType.Pending, 15900, 2, PaymentVerdict.NotYetConfirmed)]
    [InlineData(PaymentStatus.Seen, PaymentUpdateType.Pending, 15900, 1, PaymentVerdict.ToldBefore)]
    [InlineData(PaymentStatus.Seen, PaymentUpdateType.Pending, 15000, 1, PaymentVerdict.NotYetConfirmed)]
    [InlineData(PaymentStatus.Seen, PaymentUpdateType.Pending, 15000, 0, PaymentVerdict.ToldBefore)]
    [InlineData(PaymentStatus.Seen, PaymentUpdateType.Succeeded, 16000, 3, PaymentVerdict.Counts)]
    [InlineData(PaymentStatus.Failed, PaymentUpdateType.Pending, 15900, 1, PaymentVerdict.ToldBefore)]
    [InlineData(PaymentStatus.Failed, PaymentUpdateType.Succeeded, 15900, 3, PaymentVerdict.Counts)]
    public void Known_payment_goes_forward_only_and_counts_once(
        PaymentStatus known,
        PaymentUpdateType type,
        long amount,
        int confirmations,
        PaymentVerdict expected
    ) =>
        Assert.Equal(
            expected,
            PaymentRules.Judge(
                Samples.Order(method: PaymentMethod.Crypto),
                new PaymentUpdate("e", "sandbox", type, Samples.Usd(amount), "crypto", confirmations, "tx-1"),
                new PaymentState("sandbox/tx-1", Samples.Usd(15900), known, 1, Samples.Noon)
            )
        );

    [Fact]
    public void Books_show_what_is_off_in_each_currency()
    {
        LedgerEntry Entry(string key, LedgerKind kind, long amount, string currency = "USD") =>
            new(key, kind, new Money(amount, currency), Samples.Noon, null);
        LedgerEntry[] entries =
        [
            Entry("capture:1", LedgerKind.Captured, 15900),
            Entry("capture:1", LedgerKind.Captured, 15900),
            Entry("capture:2", LedgerKind.Captured, 500, "EUR"),
            Entry("refund:a:requested", LedgerKind.RefundRequested, 900),
            Entry("refund:a:settled", LedgerKind.Refunded, 900),
            Entry("goods_sold:parcel-1", LedgerKind.GoodsSold, 15000),
        ];

        Assert.Equal(Samples.Usd(15000), Ledgers.Balance(entries, "USD"));
        Assert.Equal([new Money(500, "EUR")], Ledgers.Differences(entries, Samples.Usd(15000)));
        Assert.Equal([new Money(500, "EUR"), Samples.Usd(15000)], Ledgers.Differences(entries, Samples.Usd(0)));
        Assert.Equal(
            [Samples.Usd(900)],
            Ledgers.Differences(
                [.. entries.Where(entry => entry.Amount.Currency == "USD" && entry.Kind != LedgerKind.Refunded)],
                Samples.Usd(15000)
            )
        );
    }
}
