using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Goods are out of stock when the order is placed: nobody pays without knowing.</summary>
public sealed class KnownShortageTests(AzuriteFixture azurite)
{
    private const int Wallet = 12900;
    private const int Fee = 3000;

    [Fact]
    public async Task Customer_is_asked_before_money_is()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();

        var order = await PlaceAsync(shop, wallets: 12);

        var record = await shop.ReadAsync(order);
        var view = OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger);
        Assert.Equal(OrderStatus.AwaitingStockDecision, view.Status);
        Assert.Equal((12, 2), (view.Short.Single().Ordered, view.Short.Single().Missing));
        Assert.Equal([StockChoice.Refund, StockChoice.Substitute, StockChoice.Split, StockChoice.Wait], view.Short.Single().Options);
        Assert.Equal(new Money(0, "USD"), view.AmountDue);
        Assert.Empty(shop.Payments.Demands);
        Assert.Equal([MailKind.Received, MailKind.StockQuestion], await shop.MailsAsync(order));
        Assert.Contains("尚未付款", view.Next!.Why, StringComparison.Ordinal);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Line_taken_off_is_never_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12, licences: 1);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Equal([new Money(4900, "USD")], shop.Payments.Demands);
        await shop.PayAsync(order, new Money(4900, "USD"));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: 4900);
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Only_line_taken_off_cancels_the_order_without_money()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.True((await shop.ReadAsync(order)).State.Commands["d-1"].Accepted);
        Assert.Empty(shop.Payments.Demands);
    }

    [Fact]
    public async Task Substitute_is_priced_before_it_is_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PlaceAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Lite));

        var due = new Money((10 * Wallet) + (2 * 5900) + Fee, "USD");
        Assert.Equal([due], shop.Payments.Demands);
        await shop.PayAsync(order, due);
        Assert.Equal(
            [new ParcelLine(shop.Wallet, 10), new ParcelLine(shop.Lite, 2)],
            Assert.Single((await shop.ReadAsync(order)).Parcels).Lines
        );
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: due.Amount);
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Who_chose_to_wait_pays_and_is_not_asked_again()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Wait));
        var record = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.AwaitingPayment, record.State.Status);
        Assert.Equal(StockChoice.Wait, Assert.Single(record.State.Short).Choice);
        Assert.Contains(
            "您已选择等待到货",
            OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger).Next!.Why,
            StringComparison.Ordinal
        );

        await shop.PayAsync(order);
        Assert.Equal(OrderStatus.CheckingStock, await shop.StatusAsync(order));
        await shop.ReceiveAsync(shop.Wallet, 2);

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Single(await shop.MailsAsync(order), kind => kind == MailKind.StockQuestion);
    }

    [Fact]
    public async Task Goods_that_came_before_the_payment_are_sent_as_usual()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12, preference: OutOfStockChoice.Split);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        await shop.ReceiveAsync(shop.Wallet, 2);

        await shop.PayAsync(order);

        var record = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.Preparing, record.State.Status);
        Assert.Empty(record.State.Short);
        Assert.Equal(12, Assert.Single(record.Parcels).Lines.Single().Quantity);
    }

    [Theory]
    [InlineData(OutOfStockChoice.Refund, OrderStatus.Cancelled)]
    [InlineData(OutOfStockChoice.Substitute, OrderStatus.AwaitingPayment)]
    [InlineData(OutOfStockChoice.Split, OrderStatus.AwaitingPayment)]
    [InlineData(OutOfStockChoice.Wait, OrderStatus.AwaitingPayment)]
    [InlineData(OutOfStockChoice.Ask, OrderStatus.AwaitingStockDecision)]
    public async Task Choice_made_at_ordering_is_carried_out_before_money_is_asked_for(OutOfStockChoice preference, OrderStatus status)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();

        var order = await PlaceAsync(shop, wallets: 12, preference: preference);

        Assert.Equal(status, await shop.StatusAsync(order));
        Assert.Equal(status == OrderStatus.AwaitingPayment ? 1 : 0, shop.Payments.Demands.Count);
        Assert.Empty(shop.Payments.Refunds);
    }

    [Fact]
    public async Task Mail_names_what_was_taken_off_before_money_is_asked_for()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await PlaceAsync(shop, wallets: 12, licences: 1, preference: OutOfStockChoice.Refund);

        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "choice-1");
        Assert.Contains("您在下单时已告知我们", text, StringComparison.Ordinal);
        Assert.Contains($"{order.NameOf(shop.Wallet)} × 12", text, StringComparison.Ordinal);
        Assert.Contains("您尚未付款", text, StringComparison.Ordinal);
        Assert.DoesNotContain("退还您", text, StringComparison.Ordinal);
        Assert.Contains(MailKind.PaymentRequested, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Mail_after_payment_knows_that_the_customer_was_asked()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Wait));

        Assert.Contains("整单等待到货后发出", await shop.MailTextAsync(order, MailKind.PaymentRequested), StringComparison.Ordinal);
        await shop.PayAsync(order);

        Assert.Contains(
            "我们将按您的选择处理",
            await shop.MailTextAsync(order, MailKind.StockSettled, "decision-2"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Mail_names_what_comes_instead_before_money_is_asked_for()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PlaceAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Lite));

        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "choice-1");
        Assert.Contains("我们将按您的选择处理", text, StringComparison.Ordinal);
        Assert.Contains($"替代 {order.NameOf(shop.Wallet)} × 2", text, StringComparison.Ordinal);
        Assert.Contains("您尚未付款", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_answer_there_is_no_order_unless_the_goods_came(bool came)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);
        if (came)
            await shop.ReceiveAsync(shop.Wallet, 2);

        await shop.Hub.AdvanceAsync(order.Windows.StockDecision);

        if (came)
            Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        else
            await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.Equal(came ? 1 : 0, shop.Payments.Demands.Count);
    }

    [Fact]
    public async Task Change_that_takes_the_short_line_off_answers_the_question()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12, licences: 1);

        await shop.AskAsync(order, "c-1", (shop.Wallet, 10), (shop.Licence, 1));
        await shop.ConfirmAsync(order, "c-1");

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        // With shipping at the price of today: 46.00.
        Assert.Equal([new Money((10 * Wallet) + 4900 + 4600, "USD")], shop.Payments.Demands);
    }

    [Fact]
    public async Task Change_to_goods_out_of_stock_is_told_before_payment()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 1);

        await shop.AskAsync(order, "c-1", (shop.Wallet, 12));
        await shop.ConfirmAsync(order, "c-1");

        var record = await shop.ReadAsync(order);
        var view = OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger);
        Assert.Equal((OrderStatus.AwaitingPayment, 2), (view.Status, Assert.Single(view.Short).Missing));
        Assert.Contains("缺 2 件", view.Next!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_that_makes_no_sense_is_refused_and_the_question_stays()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, "NONE"));

        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal(OrderStatus.AwaitingStockDecision, state.Status);
        Assert.Equal(new Reason(ReasonCode.NoSubstitute, "NONE"), state.Commands["d-1"].Reason);
    }

    [Fact]
    public async Task Cancel_ends_the_question()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PlaceAsync(shop, wallets: 12);

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
    }

    private static Task<Order> PlaceAsync(Shop shop, int wallets, int licences = 0, OutOfStockChoice preference = OutOfStockChoice.Ask) =>
        shop.PlaceShortAsync(order =>
            order with
            {
                Lines = [shop.Line(shop.Wallet, wallets), .. licences > 0 ? [shop.Line(shop.Licence, licences)] : (OrderLine[])[]],
                OutOfStock = preference,
            }
        );
}
