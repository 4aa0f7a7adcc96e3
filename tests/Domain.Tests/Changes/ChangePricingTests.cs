using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Changes;

public sealed class ChangePricingTests
{
    private static readonly Destination _shenzhen = new("CN", "518000");

    [Fact]
    public void Ordered_units_keep_their_price_and_new_ones_take_the_catalogues()
    {
        var dearer = Samples.Pro with { Price = Samples.Usd(99900) };

        var priced = Price(Lines(("HW-PRO", 2), ("SW-VAULT", 1)), products: [dearer, Samples.Vault])!;

        Assert.Equal([12900, 3900], priced.Terms.Lines.Select(line => line.UnitPrice.Amount));
        Assert.Equal(Samples.Usd(12900 + 3900), priced.PriceAdjustment);
        Assert.False(priced.AsksDuties);
    }

    [Fact]
    public void Another_class_has_its_own_fee()
    {
        var priced = Price(new OrderChange([new(ChangeKind.ShippingClass, ShippingClass: ShippingClass.Economy)]))!;

        Assert.Equal((Samples.Usd(800), Samples.Usd(-2200)), (priced.Terms.ShippingFee, priced.PriceAdjustment));
    }

    [Fact]
    public void Another_street_costs_nothing_whatever_shipping_costs_by_now()
    {
        var placed = OrderTerms.Of(Samples.Order()) with { ShippingFee = Samples.Usd(100), Total = Samples.Usd(13000) };

        var priced = Price(To("CN"), new("CN", "100000"), terms: placed)!;

        Assert.Equal((Samples.Usd(0), Samples.Usd(100)), (priced.PriceAdjustment, priced.Terms.ShippingFee));
    }

    [Fact]
    public void Another_country_has_its_fee_and_needs_its_duties_accepted()
    {
        var asked = Price(To("DE"), new("DE", "10117"))!;
        var accepted = Price(To("DE"), new("DE", "10117"), acceptDuties: true)!;
        var back = Price(To("CN"), _shenzhen, new("DE", "10117"), terms: accepted.Terms)!;

        Assert.True(asked.AsksDuties);
        Assert.False(asked.Terms.Duties!.Accepted);
        Assert.False(accepted.AsksDuties);
        Assert.True(accepted.Terms.Duties!.Accepted);
        Assert.NotEqual(0, asked.PriceAdjustment.Amount);
        Assert.Equal("DE", asked.Terms.Country);
        Assert.Null(back.Terms.Duties);
        Assert.Equal(OrderTerms.Of(Samples.Order()).Total, back.Terms.Total);
    }

    [Fact]
    public void More_of_the_goods_asks_for_the_duties_again()
    {
        var abroad = Price(To("DE"), new("DE", "10117"), acceptDuties: true)!.Terms;

        var more = Price(Lines(("HW-PRO", 2)), new("DE", "10117"), new("DE", "10117"), terms: abroad)!;

        Assert.True(more.AsksDuties);
    }

    [Fact]
    public void Fewer_goods_ask_for_no_duties_again()
    {
        var london = new Destination("GB", "SW1A 1AA");
        var lite = Samples.Physical("HW-LITE", 5900, 120);
        IReadOnlyList<Product> products = [Samples.Pro, Samples.Vault, lite];
        var placed = Price(To("GB"), london, acceptDuties: true)!.Terms;
        var dear = Price(Lines(("HW-LITE", 3)), london, london, placed, acceptDuties: true, products)!.Terms;

        var fewer = Price(Lines(("HW-LITE", 2)), london, london, dear, products: products)!;
        var prepaid = Price(Lines(("HW-LITE", 0)), london, london, dear, products: products)!;
        var onDelivery = Price(Lines(("HW-LITE", 3)), london, london, placed, products: products)!;

        Assert.Equal((DutyTerms.Dap, DutyTerms.Dap), (dear.Duties!.Terms, fewer.Terms.Duties!.Terms));
        Assert.False(fewer.AsksDuties);
        Assert.True(fewer.PriceAdjustment.Amount < 0);
        Assert.Equal((DutyTerms.Ddp, false), (prepaid.Terms.Duties!.Terms, prepaid.AsksDuties));
        Assert.True(onDelivery.AsksDuties);
    }

    [Fact]
    public void Every_obstacle_is_named_by_the_requested_line()
    {
        Assert.Null(Price(Lines(("HW-PRO", 0), ("SW-VAULT", 9)), out var errors));
        Assert.Equal(["lines[1].quantity"], errors);

        Assert.Null(Price(Lines(("NO-1", 1), ("HW-PRO", 1), ("NO-2", 1)), out errors));
        Assert.Equal(["lines[0].sku", "lines[2].sku"], errors);
    }

    private static OrderChange Lines(params (string Sku, int Quantity)[] lines) =>
        new([.. lines.Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, line.Quantity))]);

    private static OrderChange To(string country) => new([new(ChangeKind.ShipTo, Country: country)]);

    private static PricedChange? Price(
        OrderChange change,
        Destination? to = null,
        Destination? from = null,
        OrderTerms? terms = null,
        bool acceptDuties = false,
        IReadOnlyList<Product>? products = null
    ) =>
        ChangePricing.Price(
            terms ?? OrderTerms.Of(Samples.Order()),
            change,
            from ?? _shenzhen,
            to ?? _shenzhen,
            acceptDuties,
            products ?? [Samples.Pro, Samples.Vault],
            TestTables.Prices,
            new FieldErrors()
        );

    private static PricedChange? Price(OrderChange change, out IEnumerable<string> paths)
    {
        var errors = new FieldErrors();
        var priced = ChangePricing.Price(
            OrderTerms.Of(Samples.Order()),
            change,
            _shenzhen,
            _shenzhen,
            acceptDuties: false,
            [Samples.Pro, Samples.Vault],
            TestTables.Prices,
            errors
        );
        paths = errors.ToDictionary().Keys;
        return priced;
    }
}
