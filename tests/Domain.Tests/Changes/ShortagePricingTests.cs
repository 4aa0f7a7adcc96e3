using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Domain.Tests.Changes;

/// <summary>What an order comes to when goods are taken off it because the shop does not have them.</summary>
public sealed class ShortagePricingTests
{
    private static readonly Destination _london = new("GB", "SW1A 1AA");
    private static readonly Product _safe = Samples.Physical("AC-SAFE", 24900, 18_000) with { HsCode = "830300", OriginCountry = "CN" };
    private static readonly Product _pro = Samples.Pro with { HsCode = "847180", OriginCountry = "CN" };
    private static readonly Product _lite = Samples.Physical("HW-LITE", 5900, 120) with { HsCode = "847180", OriginCountry = "CN" };
    private static readonly Product _max = Samples.Physical("HW-MAX", 15900, 2200) with { HsCode = "847180", OriginCountry = "CN" };
    private static readonly IReadOnlyList<Product> _products = [_safe, _pro, _lite, _max];

    [Fact]
    public void Rest_costs_what_it_would_cost_alone()
    {
        var order = Placed((_safe, 1), (_pro, 1));
        var alone = Placed((_pro, 1));

        var left = Left(order, (_pro, 1));

        Assert.NotEqual(order.ShippingFee, left.ShippingFee);
        Assert.Equal((alone.ShippingFee, alone.Total), (left.ShippingFee, left.Total));
        Assert.Equal((DutyTerms.Ddp, alone.Duties!.Amount), (left.Duties!.Terms, left.Duties.Amount));
        Assert.Equal("HW-PRO", Assert.Single(left.Duties.Lines).Sku);
        Assert.True(left.Duties.Accepted);
    }

    [Fact]
    public void Rest_costs_what_the_customers_own_change_gives()
    {
        var order = Placed((_safe, 1), (_pro, 2), (_lite, 1));
        var change = new OrderChange([new(ChangeKind.Remove, "AC-SAFE", 1), new(ChangeKind.Remove, "HW-PRO", 1)]);

        var own = ChangePricing.Price(order, change, _london, _london, false, _products, TestTables.Prices, new FieldErrors())!.Terms;
        var left = Left(order, (_pro, 1), (_lite, 1));

        Assert.True(ChangeReducer.Same(own, left));
        Assert.Equal((own.ShippingFee, own.Duties!.Amount), (left.ShippingFee, left.Duties!.Amount));
    }

    [Fact]
    public void Cheaper_substitute_bears_its_own_duties()
    {
        var left = Left(Placed((_pro, 1)), (_lite, 1));

        Assert.Equal(Placed((_lite, 1)).Total, left.Total);
        Assert.Equal("HW-LITE", Assert.Single(left.Duties!.Lines).Sku);
    }

    [Fact]
    public void Dearer_substitute_brings_no_more_duties_and_shipping_than_agreed()
    {
        var order = Placed((_pro, 1));

        var left = Left(order, (_max, 1));

        Assert.True(Placed((_max, 1)).ShippingFee > order.ShippingFee);
        Assert.Equal(order.ShippingFee, left.ShippingFee);
        Assert.Equal((DutyTerms.Ddp, order.Duties!.Amount), (left.Duties!.Terms, left.Duties.Amount));
        Assert.Equal(left.Duties.Amount, Samples.Usd(left.Duties.Lines.Sum(line => line.Duty.Amount + line.Tax.Amount)));
        Assert.Equal(order.Total + _max.Price - _pro.Price, left.Total);
    }

    [Fact]
    public void Shipping_that_was_used_stays_paid()
    {
        var order = Placed((_safe, 1), (_pro, 1));

        var left = ShortagePricing.Price(
            new GoodsLeft(order, [OrderPricing.LineOf(_pro, 1)]) { ShippingIsSold = true },
            _london,
            _products,
            TestTables.Prices
        );

        Assert.Equal(order.ShippingFee, left.ShippingFee);
    }

    [Fact]
    public void Newer_rates_are_not_the_customers_business()
    {
        var order = Placed((_pro, 2)) with { ShippingFee = Samples.Usd(9900) };

        Assert.Equal(Samples.Usd(9900), Left(order, (_pro, 1)).ShippingFee);
    }

    private static OrderTerms Placed(params (Product Product, int Quantity)[] goods)
    {
        var request = new PriceRequest(
            [.. goods.Select(item => new RequestLine(item.Product.Sku, item.Quantity))],
            _london,
            ShippingClass.Express,
            AcceptDuties: true
        );
        var priced = OrderPricing.Price(request, _products, TestTables.Prices, new FieldErrors())!;
        return new OrderTerms(priced.Lines, "GB", ShippingClass.Express, priced.ShippingFee, priced.Total, priced.Duties);
    }

    private static OrderTerms Left(OrderTerms before, params (Product Product, int Quantity)[] goods) =>
        ShortagePricing.Price(
            new GoodsLeft(before, [.. goods.Select(item => OrderPricing.LineOf(item.Product, item.Quantity))]),
            _london,
            _products,
            TestTables.Prices
        );
}
