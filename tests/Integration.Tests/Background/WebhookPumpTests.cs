using DurableTask.Core;
using DurableTask.Core.History;
using Integration.Tests.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Background;

public sealed class WebhookPumpTests(AzuriteFixture azurite) : IAsyncDisposable
{
    private const int MostAttempts = 3;

    private readonly Stores _stores = new(azurite);
    private readonly ScriptedDurableClient _hub = new();
    private readonly string _source = AzuriteFixture.NewId("payments");
    private readonly string _eventId = AzuriteFixture.NewId("sandbox:evt");
    private readonly Order _order = Samples.Order(AzuriteFixture.NewId());
    private int _pumped;

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Event_is_raised_and_settled_once_it_had_its_effect()
    {
        await AcceptedAsync();
        await PumpNextAsync();
        var (instance, name, payload) = Assert.Single(_hub.Raised);
        Assert.Equal(
            (_order.OrderId, OrderEvents.PaymentUpdate, _eventId),
            (instance, name, Assert.IsType<PaymentUpdate>(payload).EventId)
        );
        Assert.NotNull(await DeliveryAsync());

        await _stores.Orders.RecordAsync(Samples.Paid(_order) with { Handled = [_eventId] });
        await SweepAMinuteLaterAsync();

        Assert.Null(await DeliveryAsync());
        Assert.Equal("delivered", (await _stores.Inbox.FindAsync(_source, _eventId))!.Outcome);
        Assert.Single(_hub.Raised);
    }

    [Fact]
    public async Task Event_without_effect_is_raised_again_after_a_longer_pause()
    {
        await AcceptedAsync();

        await PumpNextAsync();
        Assert.Equal(_stores.Clock.Now.AddSeconds(10), (await DeliveryAsync())!.NextAt);
        await PumpNextAsync();

        Assert.Equal(2, _hub.Raised.Count);
        Assert.Equal(_stores.Clock.Now.AddSeconds(20), (await DeliveryAsync())!.NextAt);
    }

    [Fact]
    public async Task Many_events_are_settled_together()
    {
        await AcceptedAsync();
        var more = Enumerable.Range(0, 70).Select(i => $"{_eventId}-{i}").ToArray();
        foreach (var id in more)
            await AcceptAsync(_stores, _order.OrderId, id);
        await _stores.Inbox.SettleAsync(_source, more[3], "delivered");
        await _stores.Orders.RecordAsync(Samples.Paid(_order) with { Handled = more });

        await SweepAMinuteLaterAsync();

        Assert.All(
            await Task.WhenAll(more.Select(id => _stores.Inbox.FindAsync(_source, id))),
            settled => Assert.Equal(("delivered", 0), (settled!.Outcome, settled.Body.Count))
        );
        Assert.Null((await _stores.Inbox.FindAsync(_source, _eventId))!.Outcome);
    }

    [Fact]
    public async Task Copy_of_a_queue_message_does_nothing()
    {
        await AcceptedAsync();
        var message = _stores.Wire.Messages[^1];

        await PumpAsync(message);
        await PumpAsync(message);

        Assert.Single(_hub.Raised);
        Assert.Equal(1, (await DeliveryAsync())!.Attempts);
    }

    [Fact]
    public async Task Fault_of_the_hub_leaves_the_next_attempt_promised()
    {
        await AcceptedAsync();
        _hub.Fault = new InvalidOperationException("The hub is away.");

        await Assert.ThrowsAsync<InvalidOperationException>(PumpNextAsync);
        await PumpNextAsync();

        Assert.Single(_hub.Raised);
    }

    [Fact]
    public async Task Event_for_an_order_that_has_not_started_waits()
    {
        await AcceptedAsync(starts: false);

        await PumpNextAsync();
        Assert.Empty(_hub.Raised);
        _hub.Instances[_order.OrderId] = OrchestrationRuntimeStatus.Running;
        await PumpNextAsync();

        Assert.Single(_hub.Raised);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    public async Task Event_for_an_ended_order_is_answered_by_its_own_orchestration(OrchestrationRuntimeStatus instanceStatus)
    {
        await AcceptedAsync();
        await _stores.Orders.MarkEndedAsync(_order.OrderId);
        _hub.Instances[_order.OrderId] = instanceStatus;

        await PumpNextAsync();
        await PumpNextAsync();

        var (name, instance, input) = Assert.Single(_hub.Started);
        Assert.Equal("PostCompletionOrchestration", name);
        var late = Assert.IsType<PostCompletionEvent>(input);
        Assert.Equal((_order.OrderId, _eventId), (late.OrderId, late.Payment!.EventId));
        Assert.Empty(_hub.Raised);

        _hub.Instances[instance!] = OrchestrationRuntimeStatus.Completed;
        await PumpNextAsync();
        Assert.Null(await DeliveryAsync());
    }

    [Fact]
    public async Task Event_reaches_an_instance_whose_row_cannot_be_read()
    {
        await AcceptedAsync();
        _hub.Unreadable[_order.OrderId] = [new ExecutionStartedEvent(-1, null)];

        await PumpNextAsync();

        var (name, _, input) = Assert.Single(_hub.Started);
        var relayed = Assert.IsType<RelayedEvent>(input);
        Assert.Equal(
            ("EventRelay", _order.OrderId, OrderEvents.PaymentUpdate, _eventId),
            (name, relayed.InstanceId, relayed.EventName, relayed.Payload.GetProperty("eventId").GetString())
        );
    }

    [Fact]
    public async Task Event_for_an_ended_unreadable_instance_is_answered_by_its_own_orchestration()
    {
        await AcceptedAsync();
        _hub.Unreadable[_order.OrderId] =
        [
            new ExecutionStartedEvent(-1, null),
            new ExecutionCompletedEvent(1, null, OrchestrationStatus.Completed),
        ];

        await PumpNextAsync();

        Assert.Equal("PostCompletionOrchestration", Assert.Single(_hub.Started).Name);
        Assert.Empty(_hub.Raised);
    }

    [Fact]
    public async Task Event_without_effect_ends_in_quarantine_and_can_be_replayed()
    {
        await AcceptedAsync();

        for (var i = 0; i <= MostAttempts; i++)
            await PumpNextAsync();

        Assert.Equal(MostAttempts, _hub.Raised.Count);
        Assert.Equal("quarantined", (await _stores.Inbox.FindAsync(_source, _eventId))!.Outcome);
        Assert.Contains(
            await _stores.Alerts.OpenAsync(),
            alert => alert.Kind == AlertKind.WebhookUndelivered && alert.OrderId == _order.OrderId
        );
        var item = Assert.Single(await _stores.Quarantine.ListAsync(), item => item.Source == _source);
        Assert.Equal(_eventId, item.EventId);

        Assert.True(await _stores.Inbox.ReopenAsync(_source, _eventId));
        await PumpNextAsync();
        Assert.Equal(MostAttempts + 1, _hub.Raised.Count);
    }

    [Fact]
    public async Task Event_with_a_lost_queue_message_is_swept_up_when_overdue()
    {
        await AcceptedAsync();
        var sent = _stores.Wire.Messages.Count;

        await SweepAsync();
        Assert.Equal(sent, _stores.Wire.Messages.Count);
        _stores.Clock.Now += TimeSpan.FromMinutes(2);
        await SweepAsync();

        Assert.Equal(sent + 1, _stores.Wire.Messages.Count);
        await PumpAsync(_stores.Wire.Messages[^1]);
        Assert.Single(_hub.Raised);
    }

    [Fact]
    public async Task Event_posted_twice_is_accepted_once()
    {
        await AcceptedAsync();
        await PumpNextAsync();

        Assert.Equal(AcceptOutcome.Duplicate, await AcceptAsync(_stores, _order.OrderId, _eventId));

        Assert.Equal(2, _stores.Wire.Messages.Count);
        Assert.Equal(1, (await DeliveryAsync())!.Attempts);
    }

    [Fact]
    public Task Accept_that_died_anywhere_is_finished_by_the_repeated_post() =>
        Stores.SurvivesEachDeathAsync(
            azurite,
            (stores, id) => AcceptAsync(stores, id, id),
            async (stores, id) => Assert.NotNull(await stores.Inbox.FindDeliveryAsync(_source, id))
        );

    private async Task AcceptedAsync(bool starts = true)
    {
        await _stores.Orders.PlaceAsync(Samples.Place(_order));
        if (starts)
            _hub.Instances[_order.OrderId] = OrchestrationRuntimeStatus.Running;
        Assert.Equal(AcceptOutcome.Accepted, await AcceptAsync(_stores, _order.OrderId, _eventId));
        await _stores.Inbox.QueueAsync(_source, _eventId, attempt: 0, TimeSpan.Zero);
    }

    private Task<AcceptOutcome> AcceptAsync(Stores stores, string orderId, string eventId) =>
        stores.Inbox.AcceptAsync(
            _source,
            eventId,
            "{}"u8.ToArray(),
            new(
                orderId,
                null,
                OrderEvents.PaymentUpdate,
                eventId,
                System.Text.Json.JsonSerializer.SerializeToElement(
                    new PaymentUpdate(eventId, "sandbox", PaymentUpdateType.Succeeded, new(15900, "USD"), "card", null),
                    OrderJson.Options
                )
            )
        );

    private Task<WebhookDelivery?> DeliveryAsync() => _stores.Inbox.FindDeliveryAsync(_source, _eventId);

    private Task PumpNextAsync()
    {
        var messages = _stores.Wire.Messages.Where(text => text.Contains(_eventId, StringComparison.Ordinal)).ToArray();
        return PumpAsync(messages[_pumped++]);
    }

    private Task PumpAsync(string message) =>
        new WebhookPump(
            _stores.Inbox,
            new OutsideEvents(_stores.Orders, _stores.Inbox, new Tray<OutsideEvent>(), _stores.Clock, NullLogger<OutsideEvents>.Instance),
            _stores.Quarantine,
            _stores.Orders,
            _stores.Alerts,
            new(TimeSpan.FromSeconds(10), MostAttempts),
            NullLogger<WebhookPump>.Instance
        ).RunAsync(message, _hub, CancellationToken.None);

    private Task SweepAMinuteLaterAsync()
    {
        _stores.Clock.Now += TimeSpan.FromMinutes(1);
        return SweepAsync();
    }

    private Task SweepAsync() =>
        new WebhookSweep([new NamedAdapter(_source)], _stores.Inbox, _stores.Orders, NullLogger<WebhookSweep>.Instance).RunAsync(
            new TimerInfo(),
            CancellationToken.None
        );

    private sealed class NamedAdapter(string source) : IWebhookAdapter
    {
        public WebhookKind Kind => WebhookKind.Payments;

        public string Name => source;

        public string Source => source;

        public IReadOnlyList<string> Headers => [];

        public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
            throw new NotSupportedException();
    }
}
