using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Storage.Orders;

public sealed class StatusIndexTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Open_order_is_found_by_status_age_and_deadline_until_it_ends()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());
        await stores.Orders.PlaceAsync(Samples.Place(order));
        Assert.Equal((OrderStatus.Placed, "system"), await OpenAsync(stores, order, found => (found.Status, found.Waits)));

        var deadline = Samples.Noon.AddHours(3);
        await stores.Orders.RecordAsync(new(order.OrderId, Waiting(order, 1, deadline)));
        Assert.Contains(
            await stores.Statuses.OpenAsync(OrderStatus.AwaitingPayment, Samples.Noon.AddMinutes(1)),
            found => found.OrderId == order.OrderId
        );
        Assert.DoesNotContain(
            await stores.Statuses.OpenAsync(OrderStatus.AwaitingPayment, Samples.Noon),
            found => found.OrderId == order.OrderId
        );
        Assert.DoesNotContain(await AllAsync(stores.Statuses.DueAsync(deadline)), found => found.OrderId == order.OrderId);
        Assert.Contains(await AllAsync(stores.Statuses.DueAsync(deadline.AddSeconds(1))), found => found.OrderId == order.OrderId);

        // The deadline moves, the status does not.
        await stores.Orders.RecordAsync(new(order.OrderId, Waiting(order, 2, deadline.AddHours(6))));
        Assert.DoesNotContain(await AllAsync(stores.Statuses.DueAsync(deadline.AddHours(5))), found => found.OrderId == order.OrderId);

        await stores.Orders.RecordAsync(new(order.OrderId, Samples.State(order, OrderStatus.Cancelled, 3)));
        Assert.Null(await OpenAsync(stores, order, found => found));
        Assert.Contains(
            await AllAsync(stores.Statuses.FinishedAsync(OrderStatus.Cancelled, null)),
            found => found.OrderId == order.OrderId
        );
    }

    [Fact]
    public async Task Nudge_is_cleared_or_not_noted_when_the_order_has_moved()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());
        await stores.Orders.PlaceAsync(Samples.Place(order));
        var seen = (await OpenAsync(stores, order, found => found))!;

        Assert.True(await stores.Statuses.NoteNudgeAsync(seen, Samples.Noon));
        Assert.False(await stores.Statuses.NoteNudgeAsync(seen, Samples.Noon));
        Assert.Equal(1, await OpenAsync(stores, order, found => found.Nudges));

        await stores.Orders.RecordAsync(new(order.OrderId, Waiting(order, 1, Samples.Noon.AddHours(1))));
        Assert.Equal((0, null), await OpenAsync(stores, order, found => (found.Nudges, found.NudgedAt)));
    }

    [Fact]
    public async Task Orders_longest_in_their_status_come_first()
    {
        var stores = new Stores(azurite);
        DateTimeOffset began = new(2019, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var orders = Enumerable.Range(0, 12).Select(_ => Samples.Order(AzuriteFixture.NewId())).ToArray();
        foreach (var (age, order) in orders.Index())
        {
            await stores.Orders.PlaceAsync(Samples.Place(order));
            var state = Waiting(order, 1, Samples.Noon) with { Since = began.AddMinutes(-age) };
            await stores.Orders.RecordAsync(new(order.OrderId, state));
        }

        var oldest = await stores.Statuses.OpenAsync(OrderStatus.AwaitingPayment, began.AddSeconds(1), atMost: 5);
        Assert.Equal(orders.Reverse().Take(5).Select(order => order.OrderId), oldest.Select(order => order.OrderId));
        Assert.Equal(5, (await stores.Statuses.OpenAsync(status: null, began.AddSeconds(1), atMost: 5)).Count);
    }

    [Fact]
    public async Task Step_that_broke_off_before_the_index_is_shown_once_when_repeated()
    {
        var stores = new Stores(azurite);
        var order = Samples.Order(AzuriteFixture.NewId());
        await stores.Orders.PlaceAsync(Samples.Place(order));
        var placed = (await OpenAsync(stores, order, found => found))!;
        Progress step = new(order.OrderId, Waiting(order, 1, Samples.Noon.AddHours(1)));
        await stores.Orders.RecordAsync(step);

        // As if the process had died after the order's own rows.
        await stores.Statuses.ShowAsync(OrderHead.Of(order), InitialState.Of(order), (step.State.Status, step.State.Since));
        Assert.Equal(OrderStatus.Placed, await OpenAsync(stores, order, found => found.Status));
        Assert.Equal(placed with { Version = "" }, (await OpenAsync(stores, order, found => found))! with { Version = "" });

        await stores.Orders.RecordAsync(step);
        Assert.Equal(OrderStatus.AwaitingPayment, await OpenAsync(stores, order, found => found.Status));
    }

    private static OrderState Waiting(Order order, int sequence, DateTimeOffset deadline) =>
        Samples.State(order, OrderStatus.AwaitingPayment, sequence) with
        {
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Payment] = deadline },
        };

    private static async Task<T?> OpenAsync<T>(Stores stores, Order order, Func<OpenOrder, T> what) =>
        (await stores.Statuses.OpenAsync()).Where(found => found.OrderId == order.OrderId).Select(what).SingleOrDefault();

    private static async Task<IReadOnlyList<OpenOrder>> AllAsync(IAsyncEnumerable<OpenOrder> orders) => await orders.ToListAsync();
}
