using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Changes of an order that is paid and waits for goods: what they cost more is collected by a second payment window.</summary>
public sealed class ChangeOfShortOrderTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Decrease_is_refunded_and_what_is_left_is_shipped()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.AskAsync(order, "c1", (shop.Wallet, 9));
        await shop.ConfirmAsync(order, "c1");

        var changed = (await shop.ReadAsync(order)).Order;
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal([order.Total - changed.Total], shop.Payments.Refunds.Values);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 9), await shop.StockAsync(shop.Wallet));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, changed);
    }

    [Fact]
    public async Task Increase_is_in_force_when_the_price_adjustment_is_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);

        await shop.AskAsync(order, "c1", (shop.Wallet, 12), (shop.Licence, 1));
        var difference = (await shop.ReadAsync(order)).State.Offer!.PriceAdjustment;
        await shop.ConfirmAsync(order, "c1");
        var awaiting = await shop.ReadAsync(order);
        Assert.Equal((ChangeStatus.AwaitingPayment, order.Total), (awaiting.State.Changes["c1"].Status, awaiting.Order.Total));
        var view = OrderViews.Of(awaiting.Order, awaiting.State, [], awaiting.Ledger);
        Assert.Equal(
            (difference, ReasonCode.ChangeAwaitsPayment, NextStepKind.Payment),
            (view.AmountDue, view.Allowed["change"].Reason, view.Next!.What)
        );
        Assert.Contains(MailKind.ChangeDue, await shop.MailsAsync(order));
        Assert.Equal(difference, shop.Payments.Demands[^1]);
        Assert.Equal(new StockLevel(shop.Licence, 10, 1), await shop.StockAsync(shop.Licence));

        await shop.PayAsync(order, difference, "pay-2");
        Assert.Equal(ChangeStatus.InForce, (await shop.ChangeOfAsync(order, "c1")).Status);
        await shop.ReceiveAsync(shop.Wallet, 2);

        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: order.Total + difference);
        Assert.Equal(new StockLevel(shop.Licence, 9, 0), await shop.StockAsync(shop.Licence));
    }

    [Fact]
    public async Task Increase_not_paid_in_full_lapses_and_the_old_order_stands()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.AskAsync(order, "c1", (shop.Wallet, 12), (shop.Licence, 1));
        await shop.ConfirmAsync(order, "c1");
        await shop.PayAsync(order, new Money(100, "USD"), "pay-2");

        await shop.Hub.AdvanceAsync(order.Windows.Payment - _second);
        Assert.Equal(ChangeStatus.AwaitingPayment, (await shop.ChangeOfAsync(order, "c1")).Status);
        await shop.Hub.AdvanceAsync(_second);

        var record = await shop.ReadAsync(order);
        Assert.Equal(
            (ChangeStatus.Lapsed, ReasonCode.ChangeUnpaid),
            (record.State.Changes["c1"].Status, record.State.Changes["c1"].Reason)
        );
        Assert.Equal((OrderStatus.AwaitingStockDecision, order.Total), (record.State.Status, record.Order.Total));
        Assert.Equal([new Money(100, "USD")], shop.Payments.Refunds.Values);
        Assert.Equal(new StockLevel(shop.Licence, 10, 0), await shop.StockAsync(shop.Licence));
        Assert.Contains(MailKind.ChangeLapsed, await shop.MailsAsync(order));
        await shop.ReceiveAsync(shop.Wallet, 2);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: order.Total);
    }

    [Fact]
    public async Task Increase_beyond_the_stock_is_refused_and_the_old_order_stands()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.AskAsync(order, "c1", (shop.Wallet, 12), (shop.Licence, 11));

        await shop.ConfirmAsync(order, "c1");

        var record = await shop.ReadAsync(order);
        Assert.Equal(
            (ChangeStatus.Refused, new Reason(ReasonCode.OutOfStock, shop.Licence)),
            (record.State.Changes["c1"].Status, record.State.Changes["c1"].Reason)
        );
        Assert.Equal((order.Total, null), (record.Order.Total, record.State.Offer));
        Assert.Equal(new StockLevel(shop.Licence, 10, 0), await shop.StockAsync(shop.Licence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goods_that_come_meanwhile_wait_for_the_payment_of_a_confirmed_change(bool paid)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.AskAsync(order, "c1", (shop.Wallet, 12), (shop.Licence, 1));
        var difference = (await shop.ReadAsync(order)).State.Offer!.PriceAdjustment;
        await shop.ConfirmAsync(order, "c1");

        await shop.ReceiveAsync(shop.Wallet, 2);
        Assert.NotEqual(OrderStatus.Preparing, await shop.StatusAsync(order));
        await (paid ? shop.PayAsync(order, difference, "pay-2") : shop.Hub.AdvanceAsync(order.Windows.Payment));

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: paid ? order.Total + difference : order.Total);
        Assert.Equal(new StockLevel(shop.Licence, paid ? 9 : 10, 0), await shop.StockAsync(shop.Licence));
    }

    [Fact]
    public async Task Choice_about_the_short_goods_voids_a_change_that_is_not_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop);
        await shop.AskAsync(order, "c1", (shop.Wallet, 12), (shop.Licence, 2));
        await shop.ConfirmAsync(order, "c1");
        await shop.PayAsync(order, new Money(100, "USD"), "pay-2");

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.Equal(ReasonCode.OfferOutdated, (await shop.ChangeOfAsync(order, "c1")).Reason);
        Assert.Equal(order.Total.Amount + 100, shop.Payments.Refunds.Values.Sum(refund => refund.Amount));
        Assert.Equal(new StockLevel(shop.Licence, 10, 0), await shop.StockAsync(shop.Licence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirmed_change_is_taken_back_alone_or_with_the_order(bool order)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var placed = await PaidAsync(shop);
        await shop.AskAsync(placed, "c1", (shop.Wallet, 12), (shop.Licence, 1));
        await shop.ConfirmAsync(placed, "c1");
        await shop.PayAsync(placed, new Money(100, "USD"), "pay-2");

        await (order ? shop.CancelAsync(placed) : shop.DeclineAsync(placed, "c1"));

        Assert.Equal(100 + (order ? placed.Total.Amount : 0), shop.Payments.Refunds.Values.Sum(refund => refund.Amount));
        Assert.Equal(new StockLevel(shop.Licence, 10, 0), await shop.StockAsync(shop.Licence));
        Assert.Equal(order ? ChangeStatus.Lapsed : ChangeStatus.Declined, (await shop.ChangeOfAsync(placed, "c1")).Status);
        Assert.Equal(order ? OrderStatus.Cancelled : OrderStatus.AwaitingStockDecision, await shop.StatusAsync(placed));
    }

    /// <summary>Twelve wallets where there are ten, paid for: the customer is asked.</summary>
    private static async Task<Order> PaidAsync(Shop shop)
    {
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 12)] });
        await shop.PayAsync(order);
        Assert.Equal(OrderStatus.AwaitingStockDecision, await shop.StatusAsync(order));
        return order;
    }
}
