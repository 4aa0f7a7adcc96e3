using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Pricing;

/// <summary>What no carrier takes is neither quoted nor sold.</summary>
public sealed class CarriersOfGoodsTests
{
    private static readonly Product _power = Samples.Pro with { Sku = "AC-POWER", Hazard = "lithium_battery" };

    // Express everywhere, up to a kilogram a parcel, batteries in China only.
    private static readonly PriceTables _tables = TestTables.Prices with
    {
        Carriers = CarrierRouting.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Carriers:Routes:0:Carrier"] = "air",
                        ["Carriers:Routes:0:Classes"] = "express",
                        ["Carriers:Routes:0:MaxGrams"] = "1000",
                        ["Carriers:Routes:1:Carrier"] = "cn",
                        ["Carriers:Routes:1:Countries"] = "CN",
                        ["Carriers:Routes:1:Hazards"] = "lithium_battery",
                    }
                )
                .Build()
        ),
    };

    [Theory]
    [InlineData("DE", "HW-PRO", 1, "no_carrier,no_carrier,")]
    [InlineData("DE", "HW-PRO", 6, "no_carrier,no_carrier,no_carrier")]
    [InlineData("DE", "AC-POWER", 1, "no_carrier,no_carrier,no_carrier")]
    [InlineData("CN", "AC-POWER", 1, ",,")]
    public void Class_without_a_carrier_is_quoted_as_such(string country, string sku, int quantity, string refusals)
    {
        var quote = Quotes.Of(
            new QuoteRequest([new(sku, quantity)], new Destination(country, "10117"), "en"),
            [Samples.Pro with { MaxPerOrder = 10 }, _power],
            _tables,
            TestTables.Promises,
            new Dictionary<string, UnitsInStock>(),
            Samples.Noon
        );

        Assert.Equal(refusals, string.Join(',', quote.Classes.Select(one => one.Refusal?.Code.ToString())));
        Assert.All(quote.Classes, one => Assert.Equal(one.Refusal is null, one.Total is not null));
    }

    [Theory]
    [InlineData(ShippingClass.Express, true)]
    [InlineData(ShippingClass.Standard, false)]
    public void Order_without_a_carrier_is_refused(ShippingClass shippingClass, bool sold)
    {
        var errors = new FieldErrors();

        var priced = OrderPricing.Price(
            new PriceRequest([new("HW-PRO", 1)], new Destination("DE", "10117"), shippingClass, AcceptDuties: true),
            [Samples.Pro],
            _tables,
            errors
        );

        Assert.Equal(sold, priced is not null);
        Assert.Equal(!sold, errors.Any);
    }
}
