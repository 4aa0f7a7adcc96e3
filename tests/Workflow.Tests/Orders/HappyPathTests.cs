using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class HappyPathTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Paid_order_walks_to_closed()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await shop.PlaceAsync();
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));

        await shop.PayAsync(order);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal(new StockLevel(shop.Wallet, Shop.Seed, 1), await shop.StockAsync(shop.Wallet));

        await shop.DeliverAsync(order);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Equal(
            [MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Shipped, MailKind.Delivered],
            await shop.MailsAsync(order)
        );
        Assert.Equal(
            [
                "placed",
                "review_passed",
                "payment_awaited",
                "payment_received",
                "paid",
                "stock_reserved",
                "parcel_booked",
                "scan_picked_up",
                "shipped",
                "scan_in_transit",
                "scan_out_for_delivery",
                "scan_delivered",
                "delivered",
                "closed",
            ],
            await shop.TimelineAsync(order)
        );
    }

    [Fact]
    public async Task Order_does_not_close_before_the_last_window_is_over()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        var record = await shop.ReadAsync(order);
        var end = record.State.Deadlines[OrderDeadline.Return];
        Assert.Equal(record.Parcels.Single().WindowsFrom + order.Windows.Return, end);
        Assert.Equal(record.Parcels.Single().WindowsFrom + order.Windows.Claim, record.State.Deadlines[OrderDeadline.Claim]);

        await shop.Hub.AdvanceToAsync(end);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));

        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Licence_alone_is_delivered_at_once_and_needs_no_parcel()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Licence, 2)], ShippingFee = Money.Zero("USD") });

        await shop.PayAsync(order);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        Assert.Empty(shop.Carrier.Waybills);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
        Assert.Equal(Shop.Seed - 2, (await shop.StockAsync(shop.Licence)).OnHand);
    }

    [Fact]
    public async Task Licence_beside_a_parcel_does_not_wait_for_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet), shop.Line(shop.Licence)] });

        await shop.PayAsync(order);

        Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));
        Assert.Equal(1, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Licences));
        Assert.Equal(Shop.Seed - 1, (await shop.StockAsync(shop.Licence)).OnHand);
    }
}
