using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Integration.Tests.Integrations.Payments;

/// <summary>What BTCPay can tell of invoices and refunds, whenever and however often it is asked.</summary>
public sealed class BtcPayNewsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Coins_are_seen_until_they_are_deep_enough()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite, speed: "LowMediumSpeed");
        await world.RequestAsync(15_900);
        Assert.Empty(await world.ToldAsync());
        var coins = world.BtcPay.Pay(world.Invoice);

        world.BtcPay.Confirm(coins, 1);
        Assert.Equal([(PaymentUpdateType.Pending, 15_900L, false)], await world.ToldAsync());
        world.BtcPay.Confirm(coins, 1);
        Assert.Equal([(PaymentUpdateType.Succeeded, 15_900L, false), (PaymentUpdateType.Succeeded, 0L, true)], await world.ToldAsync());

        var told = (await world.News.ReadAsync($"invoice:{world.Invoice}"))[0];
        Assert.Equal(world.Order, told.OrderId);
        Assert.Equal(
            new PaymentUpdate(
                $"btcpay:{world.Invoice}/{coins}:settled:15900",
                "btcpay",
                PaymentUpdateType.Succeeded,
                new Money(15_900, "USD"),
                "BTC-CHAIN",
                Confirmations: null,
                $"{world.Invoice}/{coins}"
            )
            {
                IsConfirmed = true,
            },
            told.Update
        );
    }

    [Theory]
    [InlineData(15_900, "USD", "40111.37")]
    [InlineData(1_999, "EUR", "61234.567891")]
    [InlineData(1, "USD", "99999.99")]
    [InlineData(250_000, "VND", "1030405060")]
    [InlineData(5_123, "KWD", "18000.333")]
    public async Task Parts_of_what_was_paid_in_full_add_up_to_all(long amount, string currency, string rate)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        world.BtcPay.Rate = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
        await world.RequestAsync(amount, currency);

        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 1m / 3));
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 1m / 7));
        var partly = await world.News.ReadAsync($"invoice:{world.Invoice}");
        world.BtcPay.Confirm(world.BtcPay.PayRest(world.Invoice));

        var told = await world.News.ReadAsync($"invoice:{world.Invoice}");
        Assert.Equal(amount, told.Sum(news => news.Update.Amount.Amount));
        Assert.Equal(partly, told.Take(partly.Count));
        Assert.All(told, news => Assert.Equal(currency, news.Update.Amount.Currency));
        Assert.Equal(told.Count, told.Select(news => news.Update.Reference).Distinct().Count());
    }

    [Fact]
    public async Task More_than_was_due_is_told_as_it_came()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 1.5m));
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 0.25m));

        Assert.Equal("PaidOver", world.BtcPay.InvoicesOf(world.Order)[0].AdditionalStatus);
        Assert.Equal([15_000L, 2_500L, 0L], (await world.ToldAsync()).Select(told => told.Amount));
    }

    [Fact]
    public async Task Part_is_all_that_comes_once_the_invoice_has_expired()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        var coins = world.BtcPay.Pay(world.Invoice, 0.5m);
        world.BtcPay.Expire(world.Invoice);
        Assert.Equal([(PaymentUpdateType.Pending, 5_000L, false)], await world.ToldAsync());

        world.BtcPay.Confirm(coins);

        Assert.Equal([(PaymentUpdateType.Succeeded, 5_000L, false), (PaymentUpdateType.Succeeded, 0L, true)], await world.ToldAsync());
    }

    [Fact]
    public async Task Late_coins_are_told_though_the_invoice_stays_expired()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Expire(world.Invoice);
        Assert.Empty(await world.ToldAsync());

        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice));

        Assert.Equal(("Expired", "PaidLate"), (world.Statuses.Single(), world.BtcPay.InvoicesOf(world.Order)[0].AdditionalStatus));
        Assert.Contains((PaymentUpdateType.Succeeded, 10_000L, false), await world.ToldAsync());
    }

    [Fact]
    public async Task Coins_that_were_replaced_are_told_of_no_more()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Drop(world.BtcPay.Pay(world.Invoice));

        Assert.Equal(["New"], world.Statuses);
        Assert.Empty(await world.ToldAsync());
    }

    [Fact]
    public async Task Coins_that_nobody_confirms_in_time_never_count()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(10_000);
        world.BtcPay.Pay(world.Invoice);
        world.BtcPay.EndMonitoring(world.Invoice);

        Assert.Equal([(PaymentUpdateType.Pending, 10_000L, false)], await world.ToldAsync());
    }

    [Fact]
    public async Task Refund_is_told_when_all_of_it_was_paid_out()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        var refund = (await world.RefundAsync(6_000)).Reference;
        world.BtcPay.PayOut(world.BtcPay.Claim(refund, 20));
        var rest = world.BtcPay.Claim(refund, 40);
        Assert.Empty(await world.News.ReadAsync($"refund:{refund}"));

        world.BtcPay.PayOut(rest);

        var told = Assert.Single(await world.News.ReadAsync($"refund:{refund}"));
        Assert.Equal(world.Order, told.OrderId);
        Assert.Equal(
            (PaymentUpdateType.Refunded, new Money(6_000, "USD"), refund, "cancel", $"btcpay:{refund}:refunded"),
            (told.Update.Type, told.Update.Amount, told.Update.Reference, told.Update.RefundKey, told.Update.EventId)
        );
        await world.News.ToldAsync($"refund:{refund}", [told]);
        Assert.True(world.BtcPay.RefundsOf(world.Order)[0].Archived);
        Assert.Equal(told, Assert.Single(await world.News.ReadAsync($"refund:{refund}")));
        Assert.DoesNotContain(
            await world.News.SubjectsAsync(DateTimeOffset.UtcNow),
            subject => subject.About.StartsWith("refund:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Refund_that_was_archived_has_failed()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        var refund = (await world.RefundAsync(6_000)).Reference;
        world.BtcPay.Claim(refund);
        world.BtcPay.Archive(refund);

        var told = Assert.Single(await world.News.ReadAsync($"refund:{refund}"));

        Assert.Equal((PaymentUpdateType.RefundFailed, refund), (told.Update.Type, told.Update.Reference));
    }

    [Fact]
    public async Task Subjects_are_what_was_paid_of_late_and_refunds_that_are_open()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var since = DateTimeOffset.UtcNow.AddMinutes(-1);
        var paid = await world.PayAsync();
        var refund = (await world.RefundAsync(6_000)).Reference;
        await world.RequestAsync(2_000, reference: "change-1", received: 15_900);

        Assert.Equal(
            [new($"invoice:{paid}", IsFinal: true), new($"refund:{refund}", IsFinal: false)],
            await world.News.SubjectsAsync(since)
        );
        Assert.Equal([new($"refund:{refund}", IsFinal: false)], await world.News.SubjectsAsync(DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.DoneThenGarbage)]
    public async Task Answer_that_says_nothing_is_no_news(Fault fault)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.PayAsync();
        world.BtcPay.Faults.Next("GET /api/v1/stores/:store/invoices/:id/payment-methods", fault, fault, fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => world.ToldAsync());

        Assert.Empty(await world.News.ReadAsync("invoice:INV99999999"));
        Assert.Empty(await world.News.ReadAsync("refund:PP99999999"));
    }
}
