using System.Text.Json;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Storage.Messaging;

public sealed class OldestEventTests(AzuriteFixture azurite)
{
    private readonly Stores _stores = new(azurite);
    private readonly string _source = AzuriteFixture.NewId("payments");

    [Fact]
    public async Task Event_is_as_old_as_its_acceptance_however_often_it_was_tried()
    {
        var first = _stores.Clock.Now;
        await AcceptAsync("evt_1");
        _stores.Clock.Now += TimeSpan.FromMinutes(1);
        var second = _stores.Clock.Now;
        await AcceptAsync("evt_2");

        await _stores.Inbox.ClaimAsync(
            _source,
            "evt_1",
            (await _stores.Inbox.FindDeliveryAsync(_source, "evt_1"))!,
            TimeSpan.FromSeconds(10)
        );
        _stores.Clock.Now += TimeSpan.FromMinutes(5);
        var overdue = TimeSpan.FromSeconds(30);
        foreach (var late in await _stores.Inbox.OverdueAsync(_source, overdue))
            Assert.True(await _stores.Inbox.QueueAgainAsync(_source, late, overdue));
        Assert.Equal(first, await _stores.Inbox.OldestPendingAsync(_source));

        await _stores.Inbox.SettleAsync(_source, "evt_1", "delivered");
        Assert.Equal(second, await _stores.Inbox.OldestPendingAsync(_source));

        await _stores.Inbox.SettleAsync(_source, "evt_2", "delivered");
        Assert.Null(await _stores.Inbox.OldestPendingAsync(_source));
    }

    private Task AcceptAsync(string eventId) =>
        _stores.Inbox.AcceptAsync(
            _source,
            eventId,
            new byte[] { 1 },
            new WebhookTarget("order", null, OrderEvents.PaymentUpdate, eventId, JsonSerializer.SerializeToElement(new { }))
        );
}
