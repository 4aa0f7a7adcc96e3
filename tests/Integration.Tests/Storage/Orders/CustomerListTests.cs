using Orders.Functions.Domain.Status;

namespace Integration.Tests.Storage.Orders;

public sealed class CustomerListTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Pages_hold_each_order_once_newest_first()
    {
        var stores = new Stores(azurite);
        var customer = AzuriteFixture.NewId("c");
        string[] ids = [.. Enumerable.Range(0, 45).Select(_ => AzuriteFixture.NewId())];
        for (var i = 0; i < ids.Length; i++)
            await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(ids[i], customer, Samples.Noon.AddMinutes(i)), key: ids[i]));

        var pages = new List<string[]>();
        string? continuation = null;
        do
        {
            var page = await stores.Orders.OfCustomerAsync(customer, null, continuation);
            pages.Add([.. page.Orders.Select(order => order.OrderId)]);
            continuation = page.Continuation;
        } while (continuation is not null);

        Assert.Equal([20, 20, 5], pages.Select(page => page.Length));
        Assert.Equal(ids.Reverse(), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Status_is_filtered_by_what_the_order_became()
    {
        var stores = new Stores(azurite);
        var customer = AzuriteFixture.NewId("c");
        var paid = Samples.Order(AzuriteFixture.NewId(), customer);
        await stores.Orders.PlaceAsync(Samples.Place(paid, key: "1"));
        await stores.Orders.PlaceAsync(Samples.Place(Samples.Order(AzuriteFixture.NewId(), customer), key: "2"));
        await stores.Orders.RecordAsync(Samples.Paid(paid));

        var page = await stores.Orders.OfCustomerAsync(customer, OrderStatus.CheckingStock, null);

        Assert.Equal(paid.OrderId, Assert.Single(page.Orders).OrderId);
        Assert.Null(page.Continuation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("aGVsbG8")]
    public async Task Continuation_that_no_page_gave_is_refused(string continuation) =>
        await Assert.ThrowsAsync<FormatException>(() => new Stores(azurite).Orders.OfCustomerAsync("c", null, continuation));

    [Fact]
    public async Task History_is_what_came_before_the_order_newest_first()
    {
        var stores = new Stores(azurite);
        var customer = AzuriteFixture.NewId("c");
        var orders = Enumerable
            .Range(0, 4)
            .Select(i => Samples.Order(AzuriteFixture.NewId(), customer, Samples.Noon.AddMinutes(5 * i)))
            .ToArray();
        foreach (var order in orders)
            await stores.Orders.PlaceAsync(Samples.Place(order, key: order.OrderId, fingerprint: $"print-{order.PlacedAt.Minute}"));
        await stores.Orders.RecordAsync(new(orders[0].OrderId, Samples.State(orders[0], OrderStatus.Cancelled, 1)));

        var history = await stores.Orders.HistoryAsync(orders[2]);

        Assert.Equal(
            [
                new(orders[1].OrderId, orders[1].PlacedAt, OrderStatus.Placed, "print-5"),
                new(orders[0].OrderId, orders[0].PlacedAt, OrderStatus.Cancelled, "print-0"),
            ],
            history.Orders
        );
        Assert.Empty((await stores.Orders.HistoryAsync(orders[0])).Orders);
        Assert.Equal([orders[1].OrderId], history.Similar("print-5", orders[1].PlacedAt).Select(order => order.OrderId));
        Assert.Empty(history.Similar("print-5", orders[1].PlacedAt.AddTicks(1)));
        Assert.Empty(history.Similar("print-0", orders[0].PlacedAt));
    }
}
