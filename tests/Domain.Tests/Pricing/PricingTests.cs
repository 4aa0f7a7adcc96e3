using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Domain.Tests.Pricing;

public sealed class PricingTests
{
    [Fact]
    public void Example_of_the_notes_comes_to_159_dollars()
    {
        var priced = Price(Request(), out var errors);

        Assert.Empty(errors);
        Assert.Equal(Samples.Usd(15900), priced!.Total);
        Assert.Equal(Samples.Usd(3000), priced.ShippingFee);
    }

    [Fact]
    public void Digital_goods_travel_free_and_need_no_duties()
    {
        var priced = Price(Request("DE") with { Lines = [new("SW-VAULT", 2)], ExpectedTotal = null }, out _);

        Assert.Equal(Samples.Usd(7800), priced!.Total);
    }

    [Fact]
    public void Everything_in_the_way_is_told_at_once()
    {
        var request = Request("KP") with { Lines = [new("NONE", 1), new("HW-PRO", 1)] };

        Assert.Null(Price(request, out var errors));
        Assert.Equal(["lines[0].sku", "lines[1].sku", "acceptDuties"], errors);
    }

    [Fact]
    public void Another_total_than_the_customer_saw_is_refused()
    {
        Assert.Null(Price(Request() with { ExpectedTotal = Samples.Usd(15800) }, out var errors));
        Assert.Equal(["expectedTotal"], errors);
    }

    [Fact]
    public void Other_duties_than_the_customer_saw_are_not_taken_for_accepted()
    {
        var request = Request("DE") with { AcceptDuties = true, ExpectedTotal = null };

        Assert.NotNull(Price(request with { ExpectedDuties = Samples.Usd(3325) }, out _));
        Assert.Null(Price(request with { ExpectedDuties = Samples.Usd(3000) }, out var errors));
        Assert.Equal(["expectedDuties"], errors);
        Assert.NotNull(Price(Request() with { ExpectedDuties = Samples.Usd(0) }, out _));
    }

    [Fact]
    public void More_than_a_class_carries_is_refused()
    {
        Assert.Null(Price(Request() with { Lines = [new("PRESS", 1)], ExpectedTotal = null }, out var errors));
        Assert.Equal(["shippingClass"], errors);

        // More than one parcel holds goes in several.
        Assert.NotNull(Price(Request() with { Lines = [new("ANVIL", 3)], ExpectedTotal = null }, out _));
    }

    [Fact]
    public void What_the_review_would_refuse_is_refused_when_the_order_is_placed()
    {
        var request = Request() with { Lines = [new("HW-PRO", 6)], ExpectedTotal = null };

        Assert.Null(Price(request with { ShipTo = Samples.Address(postalCode: "999999") }, out var errors));
        Assert.Equal(["lines[0].quantity", "shipTo.postalCode"], errors);
    }

    [Fact]
    public void Bulky_goods_are_charged_by_their_volume()
    {
        // 500 × 400 × 250 mm are 50,000 cm³: 10 kg at 5,000 cm³ a kilogram, though it weighs 2 kg.
        var priced = Price(Request() with { Lines = [new("CUSHION", 1)], ExpectedTotal = null }, out _)!;

        Assert.Equal(10_000, priced.Charge.BillableGrams);
        Assert.Equal(Samples.Usd(3000 + (18 * 800)), priced.ShippingFee);
    }

    [Fact]
    public void Remote_area_costs_its_surcharge()
    {
        var priced = Price(Request() with { ShipTo = Samples.Address(postalCode: "850000"), ExpectedTotal = null }, out _)!;

        Assert.Equal((Samples.Usd(3000), Samples.Usd(800)), (priced.Charge.Base, priced.Charge.Remote));
        Assert.Equal(Samples.Usd(12900 + 3800), priced.Total);
    }

    [Fact]
    public void Collected_duties_are_part_of_the_total_and_duties_on_delivery_not()
    {
        var britain = Price(Request("GB") with { AcceptDuties = true, ExpectedTotal = null }, out _)!;
        var germany = Price(Request("DE") with { AcceptDuties = true, ExpectedTotal = null }, out _)!;

        // 20 % on goods and shipping: (129.00 + 46.00) × 0.2.
        Assert.Equal((DutyTerms.Ddp, Samples.Usd(3500)), (britain.Duties!.Terms, britain.Duties.Amount));
        Assert.Equal(Samples.Usd(12900 + 4600 + 3500), britain.Total);
        Assert.True(britain.Duties.Accepted);
        Assert.Equal((DutyTerms.Dap, Samples.Usd(3325)), (germany.Duties!.Terms, germany.Duties.Amount));
        Assert.Equal(Samples.Usd(12900 + 4600), germany.Total);
    }

    [Fact]
    public void Total_is_lines_and_fee_and_never_falls_with_quantity() =>
        Gen.Select(Gen.Int[1, 4], Samples.OneOf("CN", "US", "SG", "BR"), Samples.OneOf(Enum.GetValues<ShippingClass>()))
            .Sample(
                (quantity, country, shipping) =>
                {
                    var request = Request(country) with { AcceptDuties = true, ShippingClass = shipping, ExpectedTotal = null };
                    var some = Price(request with { Lines = [new("HW-PRO", quantity)] }, out _)!;
                    var more = Price(request with { Lines = [new("HW-PRO", quantity + 1)] }, out _)!;

                    var collected = some.Duties is { Terms: DutyTerms.Ddp, Amount: { } duties } ? duties : Samples.Usd(0);
                    Assert.Equal(some.Total, some.Lines.Aggregate(some.ShippingFee + collected, (sum, line) => sum + line.Price));
                    Assert.True(some.Total < more.Total);
                }
            );

    private static readonly Product _anvil = Samples.Physical("ANVIL", 100, 15_000);
    private static readonly Product _press = Samples.Physical("PRESS", 100, 31_000);
    private static readonly Product _cushion = Samples.Physical("CUSHION", 100, 2_000) with { Size = new(500, 400, 250) };

    private static OrderRequest Request(string country = "CN") =>
        new()
        {
            Customer = new RequestCustomer("c-1", "李雷", "lilei@example.com", "+8613800138000", "zh-CN", Verified: true),
            Lines = [new RequestLine("HW-PRO", 1)],
            ShipTo = Samples.Address(
                country,
                country switch
                {
                    "US" => "94105",
                    "SG" => "018956",
                    "DE" => "10117",
                    "GB" => "SW1A 1AA",
                    "JP" => "100-0001",
                    _ => "518000",
                }
            ),
            ShippingClass = ShippingClass.Express,
            PaymentMethod = PaymentMethod.Card,
            OutOfStock = OutOfStockChoice.Ask,
            AcceptDuties = false,
            ExpectedTotal = Samples.Usd(15900),
        };

    private static PricedOrder? Price(OrderRequest request, out IEnumerable<string> paths)
    {
        var errors = new FieldErrors();
        var priced = OrderPricing.Price(
            PriceRequest.Of(request),
            [Samples.Pro, Samples.Vault, _anvil, _press, _cushion],
            TestTables.Prices,
            errors
        );
        paths = errors.ToDictionary().Keys;
        return priced;
    }
}
