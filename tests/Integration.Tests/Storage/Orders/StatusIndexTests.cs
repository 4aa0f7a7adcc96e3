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
            await AllAsync(stores.Statuses.OpenAsync(OrderStatus.AwaitingPayment, Samples.Noon.AddMinutes(1))),
            found => found.OrderId == order.OrderId
        );
        Assert.DoesNotContain(
            await AllAsync(stores.Statuses.OpenAsync(OrderStatus.AwaitingPayment, Samples.Noon)),
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

    private static OrderState Waiting(Order order, int sequence, DateTimeOffset deadline) =>
        Samples.State(order, OrderStatus.AwaitingPayment, sequence) with
        {
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Payment] = deadline },
        };

    private static async Task<T?> OpenAsync<T>(Stores stores, Order order, Func<OpenOrder, T> what) =>
        (await AllAsync(stores.Statuses.OpenAsync(null, null)))
            .Where(found => found.OrderId == order.OrderId)
            .Select(what)
            .SingleOrDefault();

    private static async Task<IReadOnlyList<OpenOrder>> AllAsync(IAsyncEnumerable<OpenOrder> orders) => await orders.ToListAsync();
}
