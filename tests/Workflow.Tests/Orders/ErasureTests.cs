using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>A customer is erased while their order is open: the order comes to its end without them, money and stock balanced.</summary>
public sealed class ErasureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Customer_erased_before_payment_is_charged_nothing_and_the_order_ends()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.EraseAsync(order);
        await shop.Hub.AdvanceAsync(TimeSpan.FromHours(25));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Customer_erased_while_payment_is_awaited_is_refunded_when_they_pay()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.EraseAsync(order);
        await shop.PayAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(order.Total, (await shop.ReadAsync(order)).State.Captured);
        Assert.DoesNotContain(shop.Effects, effect => effect.StartsWith("book", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Order_of_a_customer_erased_during_transit_is_delivered_and_closed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);

        await shop.EraseAsync(order);
        await shop.ScanAsync(order, ParcelStatus.Delivered);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(15));

        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Erased_before_the_review_the_order_says_so_and_ends()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.StartAsync();

        await shop.EraseAsync(order);
        await shop.Hub.RunUntilIdleAsync();

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([ReasonCode.ContactErased], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }
}
