using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Tests.Workflow;

/// <summary>A customer is erased while his order is open: the order comes to its end without him, money and stock balanced.</summary>
public sealed class ErasureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Erased_before_he_pays_nothing_is_taken_and_the_order_ends_in_time()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.EraseAsync(order);
        await shop.Hub.AdvanceAsync(TimeSpan.FromHours(25));

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
    }

    [Fact]
    public async Task Erased_while_payment_is_awaited_and_pays_nevertheless_gets_his_money_back()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.EraseAsync(order);
        await shop.PayAsync(order);

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        Assert.Equal(order.Total, (await shop.ReadAsync(order)).State.Captured);
        Assert.DoesNotContain(shop.Effects, effect => effect.StartsWith("book", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erased_while_the_parcel_is_on_its_way_the_order_is_delivered_and_closed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);

        await shop.EraseAsync(order);
        await shop.ScanAsync(order, ParcelStatus.Delivered);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(15));

        await shop.AssertEndedAsync(order, OrderStatus.Closed);
    }

    [Fact]
    public async Task Erased_before_the_review_the_order_says_so_and_ends()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.StartAsync();

        await shop.EraseAsync(order);
        await shop.Hub.RunUntilIdleAsync();

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        Assert.Equal([ReasonCode.ContactErased], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }
}
