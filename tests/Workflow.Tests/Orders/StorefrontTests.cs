using Durable.Testing;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Storage.Tables;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>What an order tells the storefront on its way, whatever crashes: nothing is lost, nothing is told twice, and no number is left out.</summary>
public sealed class StorefrontTests : IAsyncLifetime
{
    private const string Endpoint = "we_test";

    private static readonly string[] _story =
    [
        "order.placed",
        "order.in_review",
        "order.awaiting_payment",
        "payment.received",
        "order.paid",
        "order.checking_stock",
        "order.preparing",
        "shipment.booked",
        "shipment.updated",
        "order.shipped",
        "shipment.updated",
        "order.in_transit",
        "shipment.updated",
        "order.out_for_delivery",
        "shipment.delivered",
        "order.delivered",
        "order.closed",
    ];

    // An endpoint hears of every order in its storage: it has one of its own.
    private readonly AzuriteFixture _azurite = new();

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var retry = new OptimisticRetry(TimeProvider.System, new Random(1));
        await new EndpointStore(_azurite.Tables, TestKeys.Master, retry, TimeProvider.System).AddAsync(
            new StorefrontEndpoint
            {
                Id = Endpoint,
                Url = "https://shop.example/",
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task Whole_order_is_told_in_order()
    {
        await using var shop = await Shop.OpenAsync(_azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await SweepTests.CarryAsync(shop, order);

        Assert.Equal(_story, (await ToldAsync(shop, order)).Select(message => message.Type));
    }

    [Fact]
    public async Task Cancelled_order_is_told_to_its_end()
    {
        await using var shop = await Shop.OpenAsync(_azurite);
        var order = await shop.PlaceAsync();
        await shop.CancelAsync(order);
        await shop.Hub.RunUntilIdleAsync();

        var told = await ToldAsync(shop, order);
        Assert.Equal(["order.cancelling", "order.cancelled"], told.Select(message => message.Type).TakeLast(2));
        Assert.Equal(OrderStatus.Cancelled, told[^1].Status);
    }

    [Fact]
    public Task Crash_before_a_write_or_activity_loses_no_event() =>
        Sweep.RunAsync(_azurite, WalkAsync, _ => true, (_, _) => Fault.CrashBefore, TellsTheStoryAsync, stride: 4);

    [Fact]
    public Task Crash_after_every_write_and_activity_loses_no_event() =>
        Sweep.RunAsync(_azurite, WalkAsync, _ => true, (_, _) => Fault.CrashAfter, TellsTheStoryAsync);

    private static async Task TellsTheStoryAsync(Shop shop, Order order, int point)
    {
        var told = await ToldAsync(shop, order);
        var types = told.Select(message => message.Type).ToList();
        Assert.True(types.SequenceEqual(_story), $"{point}: {string.Join(' ', types)}");
    }

    /// <summary>All that waits for the endpoint, which nobody delivers to: numbered without a gap.</summary>
    private static async Task<IReadOnlyList<StorefrontMessage>> ToldAsync(Shop shop, Order order)
    {
        var told = await shop.Storefront.WaitingAsync(order.OrderId, Endpoint);
        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(message => message.Sequence));
        return told;
    }

    private static async Task WalkAsync(Shop shop, Order order)
    {
        await Sweep.AgainIfCrashedAsync(shop, () => shop.PayAsync(order));
        await SweepTests.CarryAsync(shop, order);
    }
}
