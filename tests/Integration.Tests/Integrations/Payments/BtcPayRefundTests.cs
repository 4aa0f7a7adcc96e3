using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Integration.Tests.Integrations.Payments;

/// <summary>Money that goes back by BTCPay: it lies ready, and the customer says where it should go.</summary>
public sealed class BtcPayRefundTests(AzuriteFixture azurite)
{
    private const string Refund = "POST /api/v1/stores/:store/invoices/:id/refund";

    public static TheoryData<Fault> LostAnswers => BtcPayPaymentsTests.LostAnswers;

    [Fact]
    public async Task Refund_lies_ready_once_until_the_customer_has_it()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();

        var receipt = await world.RefundAsync(6_000);

        Assert.False(receipt.Settled);
        Assert.Equal(receipt, await world.RefundAsync(6_000));
        var (refund, amount, _) = Assert.Single(world.BtcPay.RefundsOf(world.Order));
        Assert.Equal((refund, 60m), (receipt.Reference, amount));
        Assert.EndsWith($"/pull-payments/{refund}", receipt.Link, StringComparison.Ordinal);
        world.BtcPay.PayOut(world.BtcPay.Claim(refund));
        Assert.Equal(receipt with { Settled = true }, await world.RefundAsync(6_000));
        await world.RefundAsync(6_000, "goodwill");
        Assert.Equal(2, world.BtcPay.RefundsOf(world.Order).Count);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Refund_whose_answer_was_lost_is_found_and_not_made_again(Fault fault)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        world.BtcPay.Faults.Next(Refund, fault);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RefundAsync(6_000));
        Assert.IsNotType<PaymentRefusedException>(failed);

        var receipt = await world.RefundAsync(6_000);

        Assert.Equal((receipt.Reference, 60m, false), Assert.Single(world.BtcPay.RefundsOf(world.Order)));
        Assert.NotNull(receipt.Link);
    }

    [Fact]
    public async Task Refund_that_was_never_made_is_made_in_a_while()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        world.BtcPay.Faults.Next(Refund, Fault.ErrorKept);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.RefundAsync(15_900));

        world.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal((await world.RefundAsync(15_900)).Reference, Assert.Single(world.BtcPay.RefundsOf(world.Order)).Id);
    }

    [Fact]
    public async Task Payout_that_is_cancelled_leaves_the_refund_to_another_address()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        var receipt = await world.RefundAsync(6_000);
        world.BtcPay.CancelPayout(world.BtcPay.Claim(receipt.Reference));

        Assert.Equal(receipt, await world.RefundAsync(6_000));

        Assert.Empty(await world.News.ReadAsync($"refund:{receipt.Reference}"));
    }

    [Fact]
    public async Task Archived_refund_is_made_anew_when_it_is_asked_for_again()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        var first = await world.RefundAsync(15_900);
        world.BtcPay.Archive(first.Reference);

        var second = await world.RefundAsync(15_900);

        Assert.NotEqual(first.Reference, second.Reference);
        Assert.Equal(second, await world.RefundAsync(15_900));
        Assert.Equal([true, false], world.BtcPay.RefundsOf(world.Order).Select(refund => refund.Archived));
    }

    [Fact]
    public async Task Refund_is_of_one_invoice_and_says_how_much()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync(15_900);
        await world.PayAsync(2_000, "change-1", received: 15_900);

        // A smaller one comes whole from one invoice; of a larger one the rest is asked for under another key.
        Assert.Equal(new Money(1_000, "USD"), (await world.RefundAsync(1_000, "goodwill")).Amount);
        var first = await world.RefundAsync(16_900);
        Assert.Equal(new Money(14_900, "USD"), first.Amount);
        Assert.Equal(first, await world.RefundAsync(16_900));
        Assert.Equal(new Money(2_000, "USD"), (await world.RefundAsync(2_000, "cancel/2")).Amount);
        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RefundAsync(1, "more"));

        Assert.Equal([10m, 149m, 20m], world.BtcPay.RefundsOf(world.Order).Select(refund => refund.Amount));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Coins_that_came_for_an_expired_invoice_go_back(double share)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Expire(world.Invoice);
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, (decimal)share));

        var receipt = await world.RefundAsync((long)(10_000 * share), "late:1");

        Assert.Equal((receipt.Reference, (decimal)(100 * share), false), Assert.Single(world.BtcPay.RefundsOf(world.Order)));
    }

    [Fact]
    public async Task Invoice_that_still_takes_coins_is_refunded_later()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 0.5m));

        await Assert.ThrowsAsync<HttpRequestException>(() => world.RefundAsync(5_000));
        await world.Payments.CancelAsync(world.Order);

        Assert.False((await world.RefundAsync(5_000)).Settled);
    }

    [Fact]
    public async Task Refund_of_nothing_is_refused_for_good()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync();

        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RefundAsync(6_000));

        Assert.Equal(0, world.BtcPay.Journal.Count(Refund));
    }
}
