using CsCheck;
using Orders.Functions.Http;
using Orders.Functions.Orders;

namespace Orders.Tests.Orders;

public sealed class PricingTests
{
    private static readonly ShippingRates _rates = FaceData.ShippingRates();

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
    public void More_than_a_class_carries_is_refused()
    {
        Assert.Null(Price(Request() with { Lines = [new("HW-PRO", 200)], ExpectedTotal = null }, out var errors));
        Assert.Equal(["shippingClass"], errors);
    }

    [Fact]
    public void Total_is_lines_and_fee_and_never_falls_with_quantity() =>
        Gen.Select(Gen.Int[1, 50], Samples.OneOf("CN", "US", "SG", "BR"), Samples.OneOf(Enum.GetValues<ShippingClass>())).Sample((quantity, country, shipping) =>
        {
            var request = Request(country) with { AcceptDuties = true, ShippingClass = shipping, ExpectedTotal = null };
            var some = Price(request with { Lines = [new("HW-PRO", quantity)] }, out _)!;
            var more = Price(request with { Lines = [new("HW-PRO", quantity + 1)] }, out _)!;

            Assert.Equal(some.Total, some.Lines.Aggregate(some.ShippingFee, (sum, line) => sum + line.Price));
            Assert.True(some.Total < more.Total);
        });

    private static OrderRequest Request(string country = "CN") => new(
        new RequestCustomer("c-1", "李雷", "lilei@example.com", "+8613800138000", "zh-CN", Verified: true),
        [new RequestLine("HW-PRO", 1)],
        Samples.Address(country),
        ShippingClass.Express,
        PaymentMethod.Card,
        OutOfStockChoice.Ask,
        AcceptDuties: false,
        Samples.Usd(15900));

    private static PricedOrder? Price(OrderRequest request, out IEnumerable<string> paths)
    {
        var errors = new FieldErrors();
        var priced = Pricing.Price(request, [Samples.Pro, Samples.Vault], _rates, errors);
        paths = errors.ToDictionary().Keys;
        return priced;
    }
}
