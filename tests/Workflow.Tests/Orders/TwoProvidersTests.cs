using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Each order stays with the payment provider that took it.</summary>
public sealed class TwoProvidersTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Two_orders_ask_and_refund_each_at_its_own_provider()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var ours = await shop.PlaceAsync();
        var theirs = await shop.PlaceAsync(order => order with { PaymentProvider = shop.OtherPayments.Name });
        Assert.Equal([ours.OrderId], shop.Payments.OpenRequests);
        Assert.Equal([theirs.OrderId], shop.OtherPayments.OpenRequests);
        await shop.PayAsync(ours);
        await shop.PayAsync(theirs, eventId: "pay-2");

        await shop.CancelAsync(ours);
        await shop.CancelAsync(theirs, "cancel-2");

        await shop.AssertEndedAs(OrderStatus.Cancelled, ours);
        await shop.AssertEndedAs(OrderStatus.Cancelled, theirs);
        Assert.Equal($"{ours.OrderId}:refund:cancel", Assert.Single(shop.Payments.Refunds).Key);
        Assert.Equal($"{theirs.OrderId}:refund:cancel", Assert.Single(shop.OtherPayments.Refunds).Key);
    }

    [Fact]
    public async Task Unpaid_order_is_withdrawn_from_its_own_provider()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var ours = await shop.PlaceAsync();
        var theirs = await shop.PlaceAsync(order => order with { PaymentProvider = shop.OtherPayments.Name });

        await shop.CancelAsync(theirs);

        await shop.AssertEndedAs(OrderStatus.Cancelled, theirs);
        Assert.Empty(shop.OtherPayments.OpenRequests);
        Assert.Equal([ours.OrderId], shop.Payments.OpenRequests);
    }
}
