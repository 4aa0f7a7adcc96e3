using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>What becomes of an order when goods are out of stock: by its preference, by the customer's answer, or by nobody's.</summary>
public sealed class ShortStockTests(AzuriteFixture azurite)
{
    private const int Wallet = 12900;
    private const int Licence = 4900;
    private const int Fee = 3000;

    [Fact]
    public async Task Customer_is_asked_while_available_units_stay_reserved()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();

        var order = await PaidAsync(shop, wallets: 12, licences: 1);

        var record = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.AwaitingStockDecision, record.State.Status);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 10, Awaited: 2), await shop.StockAsync(shop.Wallet));
        Assert.Contains(MailKind.StockQuestion, await shop.MailsAsync(order));
        var view = OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger);
        var line = Assert.Single(view.Short);
        Assert.Equal((shop.Wallet, 12, 2), (line.Sku, line.Ordered, line.Missing));
        Assert.Equal([StockChoice.Refund, StockChoice.Substitute, StockChoice.Split, StockChoice.Wait], line.Options);
        Assert.Equal(
            [(shop.Max, 2 * 3000L), (shop.Lite, 2 * -7000L)],
            line.Substitutes.Select(offer => (offer.Sku, offer.PriceAdjustment.Amount))
        );
        Assert.Equal(
            (NextStepKind.StockDecision, record.State.Deadlines[OrderDeadline.StockDecision]),
            (view.Next!.What, view.Next.When!.Value)
        );
        Assert.Contains("缺 2 件", view.Next.Why, StringComparison.Ordinal);
        Assert.True(view.Allowed["stockDecision"].Possible);
    }

    [Fact]
    public async Task Refunded_line_is_restocked_and_needless_shipping_is_not_charged()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, licences: 1);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        Assert.Equal([new Money((12 * Wallet) + Fee, "USD")], shop.Payments.Refunds.Values);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 0), await shop.StockAsync(shop.Wallet));
        Assert.True((await shop.ReadAsync(order)).State.Commands["d-1"].Accepted);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: Licence);
        Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Refund_of_the_only_line_cancels_the_order()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal([new Reason(ReasonCode.OutOfStock, shop.Wallet)], state.Cancellation!.Reasons);
        Assert.True(state.Commands["d-1"].Accepted);
        Assert.Empty(state.Short);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Order_that_waits_ships_whole_when_the_goods_have_come()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Wait));
        Assert.Equal(OrderStatus.CheckingStock, await shop.StatusAsync(order));

        await shop.ReceiveAsync(shop.Wallet, 1, "half");
        Assert.Equal(OrderStatus.CheckingStock, await shop.StatusAsync(order));
        await shop.ReceiveAsync(shop.Wallet, 1, "other half");

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (12 * Wallet) + Fee);
        Assert.Equal(new StockLevel(shop.Wallet, 0, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Order_that_waits_until_a_date_is_cancelled_after_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Wait, Until: shop.Hub.Now.AddDays(5)));

        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(4.9));
        Assert.Equal(OrderStatus.CheckingStock, await shop.StatusAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(0.2));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Customer_who_waits_can_still_choose_otherwise()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Wait));

        await shop.DecideAsync(order, "d-2", new LineChoice(shop.Wallet, StockChoice.Split));

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal([new ParcelLine(shop.Wallet, 10)], Assert.Single((await shop.ReadAsync(order)).Parcels).Lines);
    }

    /// <summary>The first parcel has arrived, two wallets are still to come: nobody says that all was delivered.</summary>
    private static async Task AssertSpeaksPerParcelAsync(Shop shop, Order order)
    {
        var record = await shop.ReadAsync(order);
        var view = OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger, record.Cases, shop.Hub.Now);
        var parcel = Assert.Single(view.Parcels);
        Assert.Equal(shop.Hub.Now + order.Windows.Claim, parcel.ClaimBy);
        var rest = Assert.Single(view.Outstanding!);
        Assert.Equal(
            (shop.Wallet, 2, (int?)null, record.State.Deadlines[OrderDeadline.Restock]),
            (rest.Sku, rest.Quantity, rest.Parcel, rest.By)
        );
        Assert.Equal((NextStepKind.StockArrival, rest.By), (view.Next!.What, view.Next.When));
        Assert.Contains("包裹 1 已送达", view.Next.Why);
        var said = (await shop.Orders.TimelineAsync(order.OrderId)).Single(entry => entry.Kind == TimelineKind.ParcelDelivered);
        Assert.Equal("Parcel 1 was delivered; the rest is still to come.", TimelineTexts.For(said, "en"));

        // What has come can be claimed at once, what has not cannot.
        ReasonCode? Claim(int units) =>
            ClaimRules.Against(
                record.Order,
                record.State,
                record.Parcels,
                record.Cases,
                ClaimKind.Damaged,
                [new(shop.Wallet, units)],
                shop.Hub.Now
            );
        Assert.Null(Claim(10));
        Assert.Equal(ReasonCode.ClaimNotDelivered, Claim(11));
        Assert.Equal(
            ReasonCode.ClaimWindowOver,
            ClaimRules.Against(
                record.Order,
                record.State,
                record.Parcels,
                record.Cases,
                ClaimKind.Damaged,
                [new(shop.Wallet, 1)],
                parcel.ClaimBy!.Value.AddTicks(1)
            )
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Split_order_ships_what_is_available_and_the_backorder_later(bool early)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, licences: 1);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Split));
        if (!early)
        {
            await shop.DeliverParcelAsync(order, 1);
            Assert.Equal(OrderStatus.Shipped, await shop.StatusAsync(order));
            await AssertSpeaksPerParcelAsync(shop, order);
        }

        await shop.ReceiveAsync(shop.Wallet, 2);
        if (early)
            await shop.DeliverParcelAsync(order, 1);
        await shop.DeliverParcelAsync(order, 2);

        Assert.Equal([10, 2], (await shop.ReadAsync(order)).Parcels.Select(parcel => Assert.Single(parcel.Lines).Quantity));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (12 * Wallet) + Licence + Fee);
        Assert.Equal(new StockLevel(shop.Wallet, 0, 0), await shop.StockAsync(shop.Wallet));
        Assert.Equal(2, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Delivered));
    }

    [Fact]
    public async Task Backorder_that_does_not_come_in_time_is_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Split);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DeliverParcelAsync(order, 1);

        await shop.Hub.AdvanceAsync(order.Windows.Restock);

        Assert.Equal([new Money(2 * Wallet, "USD")], shop.Payments.Refunds.Values);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + Fee);
        Assert.Equal(new StockLevel(shop.Wallet, 0, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Backorder_can_be_dropped_by_the_customer_after_the_first_parcel()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Split);
        await shop.ScanParcelAsync(order, 1, ParcelStatus.PickedUp);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Refund));

        await shop.ScanParcelAsync(order, 1, ParcelStatus.Delivered);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + Fee);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Licences_that_come_before_the_parcel_leaves_are_mailed_at_once(bool cancelled)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 1, licences: 12, preference: OutOfStockChoice.Split);
        Assert.Equal(1, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Licences));

        await shop.ReceiveAsync(shop.Licence, 2, "licences");

        Assert.Equal(2, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Licences));
        if (cancelled)
        {
            await shop.CancelAsync(order);
            await shop.AssertEndedAs(OrderStatus.Cancelled, order);
            Assert.Equal(new StockLevel(shop.Licence, 12, 0), await shop.StockAsync(shop.Licence));
            return;
        }

        await shop.DeliverParcelAsync(order, 1);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Equal(new StockLevel(shop.Licence, 0, 0), await shop.StockAsync(shop.Licence));
    }

    [Fact]
    public async Task Licence_goes_out_at_once_while_the_goods_are_still_to_come()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await PaidAsync(shop, wallets: 10);
        var order = await PaidAsync(shop, wallets: 1, licences: 12, preference: OutOfStockChoice.Split);
        Assert.Equal(1, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Licences));

        await shop.ReceiveAsync(shop.Licence, 2, "licences");
        await shop.ReceiveAsync(shop.Wallet, 1, "wallet");

        Assert.Equal(2, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.Licences));
        await shop.DeliverParcelAsync(order, 1);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: Wallet + (12 * Licence) + Fee);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backordered_goods_that_never_ship_are_refunded_and_licences_stay(bool cancelled)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await PaidAsync(shop, wallets: 10);
        var order = await PaidAsync(shop, wallets: 1, licences: 1, preference: OutOfStockChoice.Split);
        shop.Carrier.RefusesParcels = !cancelled;
        await shop.ReceiveAsync(shop.Wallet, 1);
        if (cancelled)
            await shop.CancelAsync(order);

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        Assert.Equal([new Money(Wallet + Fee, "USD")], shop.Payments.Refunds.Values);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: Licence);
        Assert.Equal(new StockLevel(shop.Wallet, 11, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Cheaper_substitute_comes_and_the_price_adjustment_is_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PaidAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Lite));

        Assert.Equal([new Money(2 * 7000, "USD")], shop.Payments.Refunds.Values);
        Assert.Equal(
            [new ParcelLine(shop.Wallet, 10), new ParcelLine(shop.Lite, 2)],
            Assert.Single((await shop.ReadAsync(order)).Parcels).Lines
        );
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + (2 * 5900) + Fee);
        Assert.Equal(
            (new StockLevel(shop.Wallet, 0, 0), new StockLevel(shop.Lite, 8, 0)),
            (await shop.StockAsync(shop.Wallet), await shop.StockAsync(shop.Lite))
        );
    }

    [Fact]
    public async Task Dearer_substitute_comes_after_the_price_adjustment_is_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PaidAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Max));

        var record = await shop.ReadAsync(order);
        Assert.Equal(OrderStatus.AwaitingPayment, record.State.Status);
        Assert.Equal(new Money(2 * 3000, "USD"), OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger).AmountDue);
        Assert.Equal(new Money(2 * 3000, "USD"), shop.Payments.Demands[^1]);
        Assert.Contains(MailKind.PriceAdjustmentDue, await shop.MailsAsync(order));

        await shop.PayAsync(order, new Money(2 * 3000, "USD"), "pay-2");
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + (2 * 15900) + Fee);
    }

    [Fact]
    public async Task Each_payment_window_sends_its_own_reminder()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 12)], OutOfStock = OutOfStockChoice.Ask });
        await shop.Hub.AdvanceAsync(order.Windows.Payment / 2);
        await shop.PayAsync(order);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Max));

        await shop.Hub.AdvanceAsync(order.Windows.Payment / 2);

        Assert.Equal(2, (await shop.MailsAsync(order)).Count(kind => kind == MailKind.PaymentReminder));
        Assert.Equal(2, (await shop.TimelineAsync(order)).Count(kind => kind == "payment_reminded"));
    }

    [Fact]
    public async Task Unpaid_price_adjustment_cancels_the_order_as_if_out_of_stock()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PaidAsync(shop, wallets: 12, licences: 1);
        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Max));

        await shop.Hub.AdvanceAsync(order.Windows.Payment);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.Equal([new Reason(ReasonCode.SubstituteUnpaid, shop.Wallet)], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
        Assert.Equal(
            (new StockLevel(shop.Wallet, 10, 0), new StockLevel(shop.Max, 10, 0)),
            (await shop.StockAsync(shop.Wallet), await shop.StockAsync(shop.Max))
        );
    }

    [Fact]
    public async Task Unpaid_price_adjustment_leaves_available_goods_to_who_allowed_parts()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        await shop.Stock.ReserveAsync($"other-{shop.Licence}", "order", [new(shop.Licence, 9)]);
        var order = await PaidAsync(shop, wallets: 12, licences: 2);
        await shop.DecideAsync(
            order,
            "d-1",
            new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Max),
            new LineChoice(shop.Licence, StockChoice.Split)
        );

        await shop.Hub.AdvanceAsync(order.Windows.Payment);

        Assert.Equal([new Money(2 * Wallet, "USD")], shop.Payments.Refunds.Values);
        await shop.ReceiveAsync(shop.Licence, 1);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + (2 * Licence) + Fee);
    }

    [Theory]
    [InlineData(OutOfStockChoice.Refund, OrderStatus.Cancelled)]
    [InlineData(OutOfStockChoice.Substitute, OrderStatus.AwaitingPayment)]
    [InlineData(OutOfStockChoice.Split, OrderStatus.Preparing)]
    [InlineData(OutOfStockChoice.Wait, OrderStatus.CheckingStock)]
    public async Task Preference_is_carried_out_without_asking(OutOfStockChoice preference, OrderStatus status)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();

        var order = await PaidAsync(shop, wallets: 12, preference: preference);

        Assert.Equal(status, await shop.StatusAsync(order));
        Assert.DoesNotContain(MailKind.StockQuestion, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Mail_names_goods_that_are_removed_and_the_money()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await PaidAsync(shop, wallets: 12, licences: 1, preference: OutOfStockChoice.Refund);

        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "decision-1");
        Assert.Contains("您在下单时已告知我们", text, StringComparison.Ordinal);
        Assert.Contains($"{NameOf(shop)} × 12", text, StringComparison.Ordinal);
        Assert.Contains($"退还您 {new Money((12 * Wallet) + Fee, "USD")}，即已移除商品的款项", text, StringComparison.Ordinal);
        Assert.Contains("5 至 10 天到账", text, StringComparison.Ordinal);
        Assert.Contains(
            $"商品 {NameOf(shop)} 缺货。",
            await shop.MailTextAsync(order, MailKind.Refunded, "decision-1"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Mail_names_goods_that_are_waited_for_and_until_when()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Wait);

        var until = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Restock];
        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "decision-1");
        Assert.Contains($"{NameOf(shop)} × 2", text, StringComparison.Ordinal);
        Assert.Contains($"期限：{CustomerClock.Of(order).By(until)}", text, StringComparison.Ordinal);
        Assert.Contains("在此之前不会打包", text, StringComparison.Ordinal);
        Assert.Contains("取消订单并退还已付款项", text, StringComparison.Ordinal);
        Assert.Contains("订单金额不变", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_names_the_cheaper_substitute_and_why_money_goes_back()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await PaidAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, shop.Lite));

        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "decision-1");
        Assert.Contains("我们将按您的选择处理", text, StringComparison.Ordinal);
        Assert.Contains($"简版 × 2，替代 {NameOf(shop)} × 2", text, StringComparison.Ordinal);
        Assert.Contains($"退还您 {new Money(2 * 7000, "USD")}，因替代商品价格更低", text, StringComparison.Ordinal);
        Assert.Contains(
            $"替代 {NameOf(shop)} 的商品价格更低。",
            await shop.MailTextAsync(order, MailKind.Refunded, "decision-1"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Mail_names_the_dearer_substitute_and_what_is_to_be_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();

        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Substitute);

        var text = await shop.MailTextAsync(order, MailKind.PriceAdjustmentDue, "decision-1");
        Assert.Contains($"高配 × 2，替代 {NameOf(shop)} × 2", text, StringComparison.Ordinal);
        Assert.Contains($"{new Money(2 * 3000, "USD")}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(MailKind.StockSettled, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Mail_says_that_the_backorder_did_not_come()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Split);
        await shop.DeliverParcelAsync(order, 1);

        await shop.Hub.AdvanceAsync(order.Windows.Restock);

        Assert.Contains(
            $"{NameOf(shop)} × 2",
            await shop.MailTextAsync(order, MailKind.StockSettled, "decision-1"),
            StringComparison.Ordinal
        );
        var text = await shop.MailTextAsync(order, MailKind.StockSettled, "overdue-2");
        Assert.Contains("未能按时到货", text, StringComparison.Ordinal);
        Assert.Contains($"{new Money(2 * Wallet, "USD")}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preference_that_cannot_be_had_is_a_question()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await PaidAsync(shop, wallets: 12, preference: OutOfStockChoice.Substitute);

        Assert.Equal(OrderStatus.AwaitingStockDecision, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Without_an_answer_the_order_is_cancelled_and_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12, licences: 1);

        await shop.Hub.AdvanceAsync(order.Windows.StockDecision);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order.WithoutGoods(), kept: 0);
        Assert.Equal(new StockLevel(shop.Wallet, 10, 0), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Customer_who_allowed_parts_gets_what_is_available_without_the_backorder()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.Stock.ReserveAsync($"other-{shop.Licence}", "order", [new(shop.Licence, 9)]);
        var order = await PaidAsync(shop, wallets: 12, licences: 2);
        await shop.DecideAsync(
            order,
            "d-1",
            new LineChoice(shop.Wallet, StockChoice.Split),
            new LineChoice(shop.Licence, StockChoice.Wait)
        );
        Assert.Equal(OrderStatus.CheckingStock, await shop.StatusAsync(order));

        await shop.Hub.AdvanceAsync(order.Windows.Restock);

        Assert.Equal([new Money((2 * Wallet) + Licence, "USD")], shop.Payments.Refunds.Values);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (10 * Wallet) + Licence + Fee);
    }

    [Fact]
    public async Task Goods_that_come_before_the_answer_make_the_question_pointless()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);

        await shop.ReceiveAsync(shop.Wallet, 2);

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DecideAsync(order, "late", new LineChoice(shop.Wallet, StockChoice.Refund));
        Assert.Equal(new CommandOutcome(false, ReasonCode.NoStockQuestion), (await shop.ReadAsync(order)).State.Commands["late"]);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order.WithoutGoods(), kept: (12 * Wallet) + Fee);
    }

    [Fact]
    public async Task Order_that_missed_its_stock_is_notified_once_by_the_sweep()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);
        await shop.Stock.ReceiveAsync("d-1", shop.Wallet, 2);
        await shop.Stock.AllotAsync(shop.Wallet);
        Assert.Equal(OrderStatus.AwaitingStockDecision, await shop.StatusAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        await shop.SweepStockAsync();
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Contains(await shop.Stock.ArrivalsAsync(), arrival => arrival.OrderId == order.OrderId);
        await shop.SweepStockAsync();

        Assert.DoesNotContain(await shop.Stock.ArrivalsAsync(), arrival => arrival.OrderId == order.OrderId);
    }

    [Fact]
    public async Task Cancelled_order_leaves_its_goods_to_the_next_backorder()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await PaidAsync(shop, wallets: 10);
        var second = await PaidAsync(shop, wallets: 4);
        var third = await PaidAsync(shop, wallets: 6);

        await shop.CancelAsync(first);
        await shop.AllotAsync(shop.Wallet);

        Assert.Equal((OrderStatus.Preparing, OrderStatus.Preparing), (await shop.StatusAsync(second), await shop.StatusAsync(third)));
        Assert.Equal(new StockLevel(shop.Wallet, 10, 10), await shop.StockAsync(shop.Wallet));
    }

    [Fact]
    public async Task Choice_that_makes_no_sense_is_refused_and_the_question_stays()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await PaidAsync(shop, wallets: 12);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Wallet, StockChoice.Substitute, "NONE"));
        await shop.DecideAsync(order, "d-2", new LineChoice("NONE", StockChoice.Refund));
        await shop.DecideAsync(order, "d-3", new LineChoice(shop.Wallet, StockChoice.Wait, Until: shop.Hub.Now.AddYears(1)));

        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal(
            [new Reason(ReasonCode.NoSubstitute, "NONE"), new Reason(ReasonCode.NotShort, "NONE"), ReasonCode.WaitUntil],
            state.Commands.OrderBy(command => command.Key, StringComparer.Ordinal).Select(command => command.Value.Reason)
        );
        Assert.Equal(OrderStatus.AwaitingStockDecision, state.Status);
    }

    private static string NameOf(Shop shop) => shop.Line(shop.Wallet, 1).Name.Zh;

    private static async Task<Order> PaidAsync(Shop shop, int wallets, int licences = 0, OutOfStockChoice preference = OutOfStockChoice.Ask)
    {
        OrderLine[] lines = [shop.Line(shop.Wallet, wallets), .. licences > 0 ? [shop.Line(shop.Licence, licences)] : (OrderLine[])[]];
        var order = await shop.PlaceAsync(order => order with { Lines = lines, OutOfStock = preference });
        await shop.PayAsync(order);
        return order;
    }
}
