using Doubles.Wire;
using Integration.Tests.Integrations.Payments;
using Integration.Tests.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Background;

/// <summary>What a payment provider only hints at, or told in vain: it is asked, and says the same each time.</summary>
public sealed class PaymentSweepTests(AzuriteFixture azurite)
{
    private const string Source = "payments-btcpay";
    private const string Coins = "GET /api/v1/stores/:store/invoices/:id/payment-methods";

    private readonly SweptPayments _swept = new();

    [Fact]
    public async Task Payment_whose_webhooks_were_lost_is_told_once()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var stores = await PlaceAsync(world);
        await world.PayAsync();

        await SweepAsync(world, stores);
        var asked = world.BtcPay.Journal.Count(Coins);
        await SweepAsync(world, stores);

        Assert.Equal(asked, world.BtcPay.Journal.Count(Coins));
        await AssertKeptAsync(world, stores);
        Assert.Equal([WebhookResult.Duplicate], await HearAsync(world, stores, times: 1));
    }

    [Fact]
    public async Task Hints_at_a_payment_tell_it_once()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var stores = await PlaceAsync(world);
        await world.RequestAsync();
        Assert.Equal([WebhookResult.Ignored], await HearAsync(world, stores, times: 1));
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice));

        Assert.Equal([WebhookResult.Accepted, WebhookResult.Duplicate, WebhookResult.Duplicate], await HearAsync(world, stores, times: 3));

        await AssertKeptAsync(world, stores);
        var asked = await stores.Inbox.FindAsync(Source, (await world.News.ReadAsync($"invoice:{world.Invoice}"))[0].Update.EventId);
        await SweepAsync(world, stores);
        var after = await stores.Inbox.FindAsync(Source, asked!.EventId);
        Assert.Equal(asked.ReceivedAt, after!.ReceivedAt);
    }

    [Fact]
    public async Task Hint_at_another_companys_order_is_kept_for_a_person()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var stores = new Stores(azurite);
        await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(world.Order)));
        await world.PayAsync();

        Assert.Equal([WebhookResult.Quarantined], await HearAsync(world, stores, times: 1));
        await SweepAsync(world, stores);

        foreach (var news in await world.News.ReadAsync($"invoice:{world.Invoice}"))
            Assert.Null(await stores.Inbox.FindAsync(Source, news.Update.EventId));
    }

    [Fact]
    public async Task Company_that_fails_for_one_invoice_is_asked_for_the_others()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var stores = await PlaceAsync(world);
        await world.PayAsync();
        await world.PayAsync(2_000, "change-1", received: 15_900);
        world.BtcPay.Faults.Next(Coins, Fault.Unavailable, Fault.Unavailable, Fault.DoneThenGarbage);

        await SweepAsync(world, stores);
        await AssertKeptAsync(world, stores, invoice: 0, isKept: true);
        await AssertKeptAsync(world, stores, invoice: 1, isKept: false);
        await SweepAsync(world, stores);

        await AssertKeptAsync(world, stores, invoice: 1, isKept: true);
    }

    [Fact]
    public async Task Refund_that_was_paid_out_is_told_and_not_asked_for_again()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var stores = await PlaceAsync(world);
        await world.PayAsync();
        var refund = (await world.RefundAsync(6_000)).Reference;
        await SweepAsync(world, stores);
        Assert.Null(await stores.Inbox.FindAsync(Source, $"btcpay:{refund}:refunded"));
        world.BtcPay.PayOut(world.BtcPay.Claim(refund));

        await SweepAsync(world, stores);

        Assert.NotNull(await stores.Inbox.FindAsync(Source, $"btcpay:{refund}:refunded"));
        const string payouts = "GET /api/v1/pull-payments/:id/payouts";
        var asked = world.BtcPay.Journal.Count(payouts);
        await SweepAsync(world, stores);
        Assert.Equal(asked, world.BtcPay.Journal.Count(payouts));
    }

    private async Task<Stores> PlaceAsync(BtcPayWorld world)
    {
        var stores = new Stores(azurite);
        await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(world.Order) with { PaymentProvider = "btcpay" }));
        return stores;
    }

    private Task SweepAsync(BtcPayWorld world, Stores stores) =>
        new PaymentSweep(
            [world.News],
            new TakePaymentNewsCommand(stores.Orders, Events(stores)),
            _swept,
            TimeProvider.System,
            NullLogger<PaymentSweep>.Instance
        ).RunAsync(new TimerInfo(), new ScriptedDurableClient(), TestContext.Current.CancellationToken);

    /// <summary>BTCPay posts so often that there is something new of the last invoice.</summary>
    private static async Task<IReadOnlyList<WebhookResult>> HearAsync(BtcPayWorld world, Stores stores, int times)
    {
        var adapter = new Hinting(world.Invoice);
        var events = Events(stores);
        var receiver = new WebhookReceiver(
            [adapter],
            stores.Waybills,
            events,
            new TakePaymentNewsCommand(stores.Orders, events),
            stores.Quarantine,
            stores.Doubted,
            new PaymentProviderRegistry([world.Payments], PaymentRouting.Read(new ConfigurationBuilder().Build(), ["btcpay"])),
            [world.News],
            NullLogger<WebhookReceiver>.Instance
        );
        List<WebhookResult> results = [];
        for (var time = 0; time < times; time++)
        {
            var outcome = await receiver.ReceiveAsync(
                new ScriptedDurableClient(),
                adapter,
                new Dictionary<string, string>(),
                "{}"u8.ToArray(),
                stores.Clock.Now,
                TestContext.Current.CancellationToken
            );
            results.Add(outcome.Result);
        }

        return results;
    }

    private static async Task AssertKeptAsync(BtcPayWorld world, Stores stores, int invoice = 0, bool isKept = true)
    {
        foreach (var news in await world.News.ReadAsync($"invoice:{world.BtcPay.InvoicesOf(world.Order)[invoice].Id}"))
            Assert.Equal(isKept ? world.Order : null, (await stores.Inbox.FindAsync(Source, news.Update.EventId))?.Target.OrderId);
    }

    private static OutsideEvents Events(Stores stores) =>
        new(stores.Orders, stores.Inbox, new Tray<OutsideEvent>(), stores.Clock, NullLogger<OutsideEvents>.Instance);

    /// <summary>Reads every delivery as a hint at one invoice.</summary>
    private sealed class Hinting(string invoice) : IWebhookAdapter
    {
        public WebhookKind Kind => WebhookKind.Payments;

        public string Name => "btcpay";

        public IReadOnlyList<string> Headers => [];

        public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
            new PaymentHint($"invoice:{invoice}");
    }
}
