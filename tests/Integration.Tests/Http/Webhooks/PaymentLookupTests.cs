using Integration.Tests.Background;
using Integration.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Http.Webhooks;

/// <summary>Deliveries that name a payment and not its order, or that mean nothing for an order.</summary>
public sealed class PaymentLookupTests(AzuriteFixture azurite)
{
    private readonly ScriptedPayments _company = new("scripted", []);

    [Fact]
    public async Task Dispute_finds_its_order_by_the_payment()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId()) with { PaymentProvider = _company.Name };
        await stores.Orders.PlaceAsync(Samples.Place(order));
        _company.OrdersOf["pi-1"] = order.OrderId;

        var outcome = await ReceiveAsync(stores, Dispute("pi-1"));

        Assert.Equal(new WebhookOutcome(WebhookResult.Accepted, null), outcome);
    }

    [Fact]
    public async Task Dispute_of_nobodys_payment_is_quarantined()
    {
        var stores = new Stores(azurite);
        var payment = $"pi-{AzuriteFixture.NewId()}";

        var outcome = await ReceiveAsync(stores, Dispute(payment));

        Assert.Equal(new WebhookOutcome(WebhookResult.Quarantined, $"payment_unknown: {payment}"), outcome);
        Assert.Contains(await stores.Quarantine.ListAsync(default), item => item.Reason == $"payment_unknown: {payment}");
    }

    [Fact]
    public async Task Delivery_without_meaning_is_answered_and_kept_nowhere()
    {
        var stores = new Stores(azurite);
        var before = (await stores.Quarantine.ListAsync(default)).Count;

        var outcome = await ReceiveAsync(stores, new NothingToTell());

        Assert.Equal(new WebhookOutcome(WebhookResult.Ignored, null), outcome);
        Assert.Equal(before, (await stores.Quarantine.ListAsync(default)).Count);
    }

    private PaymentWebhook Dispute(string payment)
    {
        var eventId = $"scripted:{AzuriteFixture.NewId()}";
        var update = new PaymentUpdate(eventId, "scripted", PaymentUpdateType.Disputed, Samples.Usd(15900), null, null, "du-1");
        return new PaymentWebhook(null, update, payment);
    }

    private Task<WebhookOutcome> ReceiveAsync(Stores stores, WebhookReading told)
    {
        var adapter = new Telling(told);
        var events = new OutsideEvents(
            stores.Orders,
            stores.Inbox,
            new Tray<OutsideEvent>(),
            stores.Clock,
            NullLogger<OutsideEvents>.Instance
        );
        var receiver = new WebhookReceiver(
            [adapter],
            stores.Waybills,
            events,
            new TakePaymentNewsCommand(stores.Orders, events),
            stores.Quarantine,
            stores.Doubted,
            new PaymentProviderRegistry([_company], PaymentRouting.Read(new ConfigurationBuilder().Build(), [_company.Name])),
            [],
            NullLogger<WebhookReceiver>.Instance
        );
        return receiver.ReceiveAsync(
            new ScriptedDurableClient(),
            adapter,
            new Dictionary<string, string>(),
            "{}"u8.ToArray(),
            stores.Clock.Now,
            default
        );
    }

    /// <summary>Reads every delivery as one and the same.</summary>
    private sealed class Telling(WebhookReading told) : IWebhookAdapter
    {
        public WebhookKind Kind => WebhookKind.Payments;

        public string Name => "scripted";

        public IReadOnlyList<string> Headers => [];

        public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
            told;
    }
}
