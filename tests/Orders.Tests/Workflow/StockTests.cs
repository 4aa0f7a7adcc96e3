using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Stock;

namespace Orders.Tests.Workflow;

public sealed class StockTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Short_stock_without_an_answer_refunds_and_cancels_and_leaves_the_stock_alone()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Licence), shop.Line(shop.Wallet, Shop.Seed + 1)] });

        await shop.PayAsync(order);
        await shop.Hub.AdvanceAsync(order.Windows.StockDecision);

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        Assert.Equal([$"out_of_stock:{shop.Wallet}"], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.Equal(new StockLevel(shop.Licence, Shop.Seed, 0), await shop.StockAsync(shop.Licence));
        Assert.Empty(shop.Carrier.Waybills);
    }

    [Fact]
    public async Task Last_unit_goes_to_one_of_two_orders()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 6)] });
        var second = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 6)] });

        await shop.PayAsync(second);
        await shop.PayAsync(first);

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(second));
        Assert.Equal(OrderStatus.AwaitingStockDecision, await shop.StatusAsync(first));
        Assert.Equal(new StockLevel(shop.Wallet, Shop.Seed, Shop.Seed, Awaited: 2), await shop.StockAsync(shop.Wallet));
    }
}
