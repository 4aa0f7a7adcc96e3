using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.Shipping;

public sealed class CarrierRoutingTests
{
    private static readonly string[] _all = ["cn", "post", "air"];

    private static readonly CarrierRouting _routing = Read(
        ("0:Carrier", "cn"),
        ("0:Countries", "CN"),
        ("0:Hazards", "lithium_battery"),
        ("1:Carrier", "post"),
        ("1:ExceptCountries", "CN, US"),
        ("1:Classes", "economy,standard"),
        ("1:MaxGrams", "2000"),
        ("10:Carrier", "air"),
        ("10:ExceptCountries", "CN"),
        ("10:Classes", "Express, standard")
    );

    [Theory]
    [InlineData("CN", ShippingClass.Express, 30_000, null, "cn")]
    [InlineData("CN", ShippingClass.Express, 30_000, "lithium_battery", "cn")]
    [InlineData("DE", ShippingClass.Economy, 2_000, null, "post")]
    [InlineData("DE", ShippingClass.Standard, 2_000, null, "post,air")]
    [InlineData("DE", ShippingClass.Standard, 2_001, null, "air")]
    [InlineData("US", ShippingClass.Standard, 500, null, "air")]
    [InlineData("US", ShippingClass.Economy, 500, null, "")]
    [InlineData("DE", ShippingClass.Standard, 500, "lithium_battery", "")]
    public void First_route_that_takes_a_parcel_comes_first(
        string place,
        ShippingClass shippingClass,
        int grams,
        string? hazard,
        string carriers
    )
    {
        var parcel = new ParcelToCarry(place, shippingClass, grams, hazard);

        Assert.Equal(carriers, string.Join(',', _routing.For(parcel, _all)));
        Assert.Equal(carriers.Length > 0, _routing.Takes(parcel));
    }

    [Fact]
    public void Territory_goes_by_the_routes_of_its_country()
    {
        var canaries = new ParcelToCarry("ES-CN", ShippingClass.Economy, 500, null);

        Assert.True(Read(("0:Carrier", "post"), ("0:Countries", "ES")).Takes(canaries));
        Assert.False(Read(("0:Carrier", "post"), ("0:Countries", "ES"), ("0:ExceptCountries", "ES-CN")).Takes(canaries));
    }

    [Fact]
    public void Without_routes_the_only_carrier_takes_everything()
    {
        var routing = Read();

        Assert.Equal(["post"], routing.For(new ParcelToCarry("DE", ShippingClass.Economy, 1, "lithium_battery"), ["post"]));
        routing.CheckCarriers(["post"]);
        Assert.Contains(
            "Carriers:Routes",
            Assert.Throws<SettingException>(() => routing.CheckCarriers(_all)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Route_of_a_carrier_that_is_not_set_up_stops_the_start() =>
        Assert.Contains(
            "air, which is not set up",
            Assert.Throws<SettingException>(() => _routing.CheckCarriers(["cn", "post"])).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("first:Carrier", "cn", "Carriers:Routes:first is not known")]
    [InlineData("0:Country", "CN", "Carriers:Routes:0:Country is not known")]
    [InlineData("0:Countries", "CN,XX", "names XX, which is no country")]
    [InlineData("0:ExceptCountries", "Germany", "names GERMANY, which is no country")]
    [InlineData("0:Classes", "overnight", "names overnight, which is no shipping class")]
    [InlineData("0:MaxGrams", "2kg", "should be a whole number of grams")]
    [InlineData("0:Carrier", "", "Carriers:Routes:0:Carrier is missing")]
    public void Wrong_setting_is_named(string setting, string value, string sentence)
    {
        (string, string)[] settings = setting == "0:Carrier" ? [("0:Classes", "express")] : [("0:Carrier", "cn"), (setting, value)];

        Assert.Contains(sentence, Assert.Throws<SettingException>(() => Read(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_of_nobody_is_named()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Carriers:TimeTolerance"] = "PT2H", ["Carriers:Air:Key"] = "1" })
            .Build();

        CarrierRouting.CheckSettings(settings, "Air");
        Assert.Contains(
            "Carriers:Air is not known",
            Assert.Throws<SettingException>(() => CarrierRouting.CheckSettings(settings)).Message,
            StringComparison.Ordinal
        );
    }

    private static CarrierRouting Read(params (string Name, string Value)[] settings) =>
        CarrierRouting.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Carriers:Routes:{one.Name}", (string?)one.Value)))
                .Build()
        );
}
