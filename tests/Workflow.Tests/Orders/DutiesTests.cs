using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class DutiesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Duties_that_we_collected_are_in_the_books_when_the_goods_arrive()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var duties = new DutiesQuote("2026-11", DutyTerms.Ddp, new Money(3500, "USD"), [], Accepted: true);

        var order = await shop.PlaceAsync(order => order with { Country = "GB", Duties = duties }, InLondon);
        Assert.Equal(new Money(12900 + 3000 + 3500, "USD"), order.Total);
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Contains(
            (await shop.ReadAsync(order)).Ledger,
            entry => entry.Kind == LedgerKind.DutiesSold && entry.Amount == duties.Amount
        );
    }

    /// <summary>The order without the goods costs what it would have cost alone: shipping and duties follow.</summary>
    [Fact]
    public async Task Goods_taken_off_before_payment_bring_shipping_and_duties_down()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await shop.PlaceShortAsync(order => Abroad(shop, order), InLondon);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Lite, StockChoice.Refund));

        // 129.00, 46.00 of shipping, and 20 % of both.
        Assert.Equal([new Money(12900 + 4600 + 3500, "USD")], shop.Payments.Demands);
        var duties = (await shop.ReadAsync(order)).Order.Duties!;
        Assert.Equal((DutyTerms.Ddp, shop.Wallet), (duties.Terms, Assert.Single(duties.Lines).Sku));
    }

    [Fact]
    public async Task Goods_taken_off_after_payment_bring_the_same_back()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await shop.PlaceAsync(order => Abroad(shop, order), InLondon);
        await shop.PayAsync(order);

        await shop.DecideAsync(order, "d-1", new LineChoice(shop.Lite, StockChoice.Refund));

        Assert.Equal([order.Total - new Money(12900 + 4600 + 3500, "USD")], shop.Payments.Refunds.Values);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order with { Lines = [shop.Line(shop.Wallet)] }, kept: 12900 + 4600 + 3500);
    }

    [Fact]
    public async Task Backorder_that_never_came_leaves_the_shipping_of_what_arrived()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        await shop.SellSubstitutesAsync();
        var order = await shop.PlaceAsync(order => Abroad(shop, order) with { OutOfStock = OutOfStockChoice.Split }, InLondon);
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);

        await shop.Hub.AdvanceAsync(order.Windows.Restock);

        Assert.Equal([new Money(2 * 5900, "USD")], shop.Payments.Refunds.Values);
        Assert.Equal(order.ShippingFee, (await shop.ReadAsync(order)).Order.ShippingFee);
    }

    private static Order Abroad(Shop shop, Order order) =>
        order with
        {
            Country = "GB",
            Lines = [shop.Line(shop.Wallet), new(shop.Lite, new("Lite", "简版"), ProductKind.Physical, 12, new Money(5900, "USD"), 120)],
            ShippingFee = new Money(15000, "USD"),
            Duties = new DutiesQuote("2026-11", DutyTerms.Dap, new Money(20000, "USD"), [], Accepted: true),
        };

    private static Contact InLondon(Contact contact) =>
        contact with
        {
            ShipTo = new Address("Li Lei", "+447911123456", "GB", null, "London", "1 Hollow Lane", null, "SW1A 1AA"),
        };

    /// <summary>What waited for stock is in a second parcel: the duties of the one that never comes go back with its price.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Duties_of_a_lost_parcel_go_back_with_its_price(int lost)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var quote = new DutiesQuote(
            "2026-11",
            DutyTerms.Ddp,
            new Money(2400, "USD"),
            [
                new DutyLine
                {
                    Sku = shop.Wallet,
                    Value = new Money(12900 * 12, "USD"),
                    DutyBasisPoints = 0,
                    Duty = Money.Zero("USD"),
                    DutyFree = true,
                    TaxBasisPoints = 2000,
                    Tax = new Money(2400, "USD"),
                    TaxFree = false,
                },
            ],
            Accepted: true
        );
        var order = await shop.PlaceAsync(
            order =>
                order with
                {
                    Country = "GB",
                    Duties = quote,
                    Lines = [shop.Line(shop.Wallet, 12)],
                    OutOfStock = OutOfStockChoice.Split,
                },
            contact =>
                contact with
                {
                    ShipTo = new Address("Li Lei", "+447911123456", "GB", null, "London", "1 Hollow Lane", null, "SW1A 1AA"),
                }
        );
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        await shop.ReceiveAsync(shop.Wallet, 2);
        await shop.ScanAsync(order, ParcelStatus.PickedUp, parcel: 2);

        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost", parcel: lost);
        await shop.ScanAsync(order, ParcelStatus.Delivered, parcel: 3 - lost);

        var units = lost == 1 ? 10 : 2;
        var record = await shop.ReadAsync(order);
        Assert.Equal(new Money((12900 + 200) * units, "USD"), record.State.Refunded);
        Assert.Equal(new Money(200 * (12 - units), "USD"), OrderViews.MoneyOf(order, record.Ledger).Duties);
        Assert.Equal(order.Total - record.State.Refunded, record.State.Kept);
    }
}
