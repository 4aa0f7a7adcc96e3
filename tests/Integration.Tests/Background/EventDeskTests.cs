using Integration.Tests.Integrations.Sandbox;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Integration.Tests.Background;

/// <summary>Companies have their answer as soon as an event is kept; somebody tells it afterwards.</summary>
public sealed class EventDeskTests(AzuriteFixture azurite)
{
    private readonly SandboxWorld _world = new(azurite);
    private readonly string _order = AzuriteFixture.NewId();

    [Fact]
    public async Task Company_is_answered_before_its_event_is_told()
    {
        await UnderWayAsync();
        _world.Tray.Open();

        var answer = await PayAsync("evt-1");

        Assert.Equal(200, answer);
        Assert.Empty(_world.Hub.Raised);
        Assert.NotNull(await _world.Stores.Inbox.FindDeliveryAsync("payments-sandbox", EventId("evt-1")));
        await TellAllAsync();
        Assert.Equal(EventId("evt-1"), Assert.Single(Told()));
    }

    [Fact]
    public async Task Events_of_an_order_are_told_in_the_order_of_their_coming()
    {
        var order = await JustPlacedAsync();
        _world.Tray.Open();
        string[] events = [.. Enumerable.Range(1, 20).Select(number => FormattableString.Invariant($"evt-{number}"))];
        foreach (var posted in events)
            await PayAsync(posted);

        // All of them wait for the order's first step.
        await TellAllAsync(meanwhile: () => FirstStepAsync(order));

        Assert.Equal(events.Select(EventId), Told());
    }

    [Fact]
    public async Task More_than_the_desk_can_tell_is_left_to_the_pump()
    {
        await UnderWayAsync();
        _world.Tray.Open();
        while (_world.Tray.TryPut(new OutsideEvent(_world.Hub, "payments-sandbox", null!))) { }

        var answer = await PayAsync("evt-1");

        Assert.Equal(200, answer);
        Assert.Empty(_world.Hub.Raised);
        Assert.Contains(_world.Stores.Wire.Messages, message => message.Contains(EventId("evt-1"), StringComparison.Ordinal));
    }

    private async Task UnderWayAsync() => await FirstStepAsync(await JustPlacedAsync());

    private async Task<Order> JustPlacedAsync()
    {
        var order = Samples.Order(_order) with { PaymentProvider = "sandbox" };
        await _world.Stores.Orders.PlaceAsync(Samples.Place(order));
        _world.Hub.Instances[_order] = OrchestrationRuntimeStatus.Running;
        return order;
    }

    private Task FirstStepAsync(Order order) =>
        _world.Stores.Orders.RecordAsync(new Progress(_order, Samples.State(order, OrderStatus.AwaitingPayment, 1)));

    private async Task<int> PayAsync(string eventId) =>
        (
            await _world.PostSignedAsync(
                "/api/webhooks/payments/sandbox",
                $$"""{ "eventId": "{{_order}}-{{eventId}}", "orderId": "{{_order}}", "type": "succeeded", "amount": { "amount": 15900, "currency": "USD" }, "method": "card" }"""
            )
        ).Status;

    private string EventId(string eventId) => $"sandbox:{_order}-{eventId}";

    /// <summary>A desk that stops tells first what it was given.</summary>
    private async Task TellAllAsync(Func<Task>? meanwhile = null)
    {
        using var desk = new EventDesk(_world.Tray, _world.Events, NullLogger<EventDesk>.Instance);
        await desk.StartAsync(default);
        if (meanwhile is not null)
            await meanwhile();
        while (!_world.Tray.IsEmpty)
            await Task.Yield();
        await desk.StopAsync(default);
    }

    private IEnumerable<string> Told() => _world.Hub.Raised.Select(raised => ((PaymentUpdate)raised.Payload!).EventId);
}
