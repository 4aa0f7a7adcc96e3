using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;

namespace Domain.Tests.Ordering;

public sealed class MoneyTests
{
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
    [InlineData(PaymentUpdateType.Succeeded, 15900, "USD", PaymentVerdict.Counts)]
    [InlineData(PaymentUpdateType.Succeeded, 100, "USD", PaymentVerdict.Counts)]
    [InlineData(PaymentUpdateType.Succeeded, 15900, "EUR", PaymentVerdict.WrongCurrency)]
    [InlineData(PaymentUpdateType.Succeeded, 0, "USD", PaymentVerdict.NoMoney)]
    [InlineData(PaymentUpdateType.Failed, 15900, "USD", PaymentVerdict.Failed)]
    [InlineData(PaymentUpdateType.Pending, 15900, "USD", PaymentVerdict.NoMoney)]
    [InlineData(PaymentUpdateType.Refunded, 15900, "USD", PaymentVerdict.RefundSettled)]
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
