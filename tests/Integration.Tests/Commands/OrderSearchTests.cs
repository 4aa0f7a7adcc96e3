using Integration.Tests.Storage;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Commands;

/// <summary>
/// What a search shows of more orders than fit into an answer. On an account of its own: a search by status finds everybody's orders.
/// </summary>
public sealed class OrderSearchTests : IAsyncLifetime
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly AzuriteFixture _azurite = new();
    private Stores? _stores;

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _stores = new Stores(_azurite);
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task Open_orders_come_longest_in_status_first_and_truncation_is_stated()
    {
        await ShowAsync(OrderStatus.Placed, OrderSearch.Most + 1);

        var all = await FindAsync(new() { Status = OrderStatus.Placed });
        var old = await FindAsync(new() { OlderThan = 1.5 * _minute });

        Assert.Equal((OrderSearch.Most, true), (all.Orders.Count, all.More));
        Assert.Equal(
            Enumerable.Range(1, OrderSearch.Most).Reverse().Select(ago => $"{ago + 1}"),
            all.Orders.Select(order => order.OrderId)
        );
        Assert.Equal((OrderSearch.Most, false), (old.Orders.Count, old.More));
        Assert.Equal(all.Orders, old.Orders);
    }

    [Fact]
    public async Task Finished_orders_come_last_ended_first_and_truncation_is_stated()
    {
        await ShowAsync(OrderStatus.Closed, OrderSearch.Most + 1);

        var all = await FindAsync(new() { Status = OrderStatus.Closed });
        var old = await FindAsync(new() { Status = OrderStatus.Closed, OlderThan = 1.5 * _minute });

        Assert.Equal((OrderSearch.Most, true), (all.Orders.Count, all.More));
        Assert.Equal(Enumerable.Range(1, OrderSearch.Most).Select(ago => $"{ago}"), all.Orders.Select(order => order.OrderId));
        Assert.Equal((OrderSearch.Most, false, "2"), (old.Orders.Count, old.More, old.Orders[0].OrderId));
    }

    [Fact]
    public async Task Customers_orders_come_with_the_last_moved_first_whatever_their_status()
    {
        foreach (
            var (id, status, ago) in (IEnumerable<(string, OrderStatus, int)>)
                [("old", OrderStatus.Closed, 9), ("open", OrderStatus.AwaitingPayment, 5), ("new", OrderStatus.Cancelled, 1)]
        )
        {
            var order = Samples.Order(id, "c-1");
            await _stores!.Orders.PlaceAsync(Samples.Place(order, key: id));
            await _stores.Orders.RecordAsync(new(id, Samples.State(order, status, 1) with { Since = Samples.Noon - (ago * _minute) }));
        }

        var found = await FindAsync(new() { CustomerId = "c-1" });
        var ended = await FindAsync(
            new()
            {
                CustomerId = "c-1",
                Status = OrderStatus.Closed,
                OlderThan = _minute,
            }
        );

        Assert.Equal(["new", "open", "old"], found.Orders.Select(order => order.OrderId));
        Assert.False(found.More);
        Assert.Equal(["old"], ended.Orders.Select(order => order.OrderId));
    }

    [Fact]
    public async Task Order_is_due_where_somebody_but_the_app_is_waited_for()
    {
        foreach (var status in (IEnumerable<OrderStatus>)[OrderStatus.Preparing, OrderStatus.AwaitingPayment])
        {
            var order = Samples.Order($"{status}", $"c-{status}");
            await _stores!.Orders.PlaceAsync(Samples.Place(order, key: order.OrderId));
            var due = status == OrderStatus.AwaitingPayment ? Samples.Noon + order.Windows.Payment : (DateTimeOffset?)null;
            await _stores.Orders.RecordAsync(new(order.OrderId, Samples.State(order, status, 1)));

            Assert.Equal([due], (await FindAsync(new() { CustomerId = order.CustomerId })).Orders.Select(found => found.DueBy));
            Assert.Equal([due], (await FindAsync(new() { Status = status })).Orders.Select(found => found.DueBy));
        }
    }

    /// <summary>Lists orders that came to a status one, two, three … minutes ago, each named by its minutes.</summary>
    private Task ShowAsync(OrderStatus status, int count) =>
        Task.WhenAll(
            Enumerable
                .Range(1, count)
                .Select(ago =>
                {
                    var order = Samples.Order($"{ago}");
                    return _stores!.Statuses.ShowAsync(
                        OrderHead.Of(order),
                        Samples.State(order, status, 1) with
                        {
                            Since = Samples.Noon - (ago * _minute),
                        },
                        before: null
                    );
                })
        );

    private Task<FoundOrders> FindAsync(OrderCriteria wanted) =>
        new OrderSearch(
            _stores!.Orders,
            _stores.People,
            _stores.Statuses,
            _stores.Waybills,
            new CaseIndex(_stores.Tables),
            new CarrierRegistry([new ScriptedCarrier([])], CarrierRouting.None)
        ).FindAsync(wanted, Samples.Noon, default);
}
