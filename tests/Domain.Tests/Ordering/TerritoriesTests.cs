using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Ordering;

/// <summary>Duties, rules, times and fees go by where an address lies, however it is written.</summary>
public sealed class TerritoriesTests
{
    private static readonly DateTimeOffset _monday = DateTimeOffset.Parse("2026-03-02T10:00+08:00", CultureInfo.InvariantCulture);

    /// <summary>A country, a postal code, and the territory's own ISO 3166-1 code.</summary>
    public static TheoryData<string, string, string> WrittenTwice =>
        new()
        {
            { "GB", "JE2 3AB", "JE" },
            { "GB", "gy1 1aa", "GG" },
            { "GB", "IM1 1AA", "IM" },
            { "FR", "97110", "GP" },
            { "FR", "97133", "BL" },
            { "FR", "97150", "MF" },
            { "FR", "97200", "MQ" },
            { "FR", "97300", "GF" },
            { "FR", "F-97400", "RE" },
            { "FR", "97500", "PM" },
            { "FR", "97600", "YT" },
            { "FR", "98600", "WF" },
            { "FR", "98714", "PF" },
            { "FR", "98800", "NC" },
            { "FR", "98000", "MC" },
            { "FI", "22100", "AX" },
            { "FI", "AX-22100", "AX" },
            { "IT", "47890", "SM" },
            { "IT", "00120", "VA" },
            { "US", "00901", "PR" },
            { "US", "00802-1234", "VI" },
            { "US", "96910", "GU" },
            { "US", "96950", "MP" },
            { "US", "96799", "AS" },
            { "CN", "999077", "HK" },
            { "CN", "999078", "MO" },
            { "CN", "999079", "TW" },
            { "DK", "3900", "GL" },
        };

    [Theory]
    [MemberData(nameof(WrittenTwice))]
    public void Territory_by_postal_code_is_quoted_as_by_its_own_code(string country, string postalCode, string code)
    {
        var (written, own) = (Quote(new Destination(country, postalCode)), Quote(new Destination(code, postalCode)));

        Assert.Equal(code, written.Territory!.Code);
        Assert.Null(own.Territory);
        Assert.Empty(own.Errors);
        Assert.Empty(written.Errors);
        Assert.Equal(Figures(own), Figures(written));
    }

    [Theory]
    [InlineData("ES", "35001", "ES-CN")]
    [InlineData("ES", "E-38001", "ES-CN")]
    [InlineData("ES", "51001", "ES-CE")]
    [InlineData("ES", "52001", "ES-ML")]
    [InlineData("ES", "28001", null)]
    [InlineData("PT", "9500-150", "PT-20")]
    [InlineData("PT", "9000-018", "PT-30")]
    [InlineData("PT", "1000-001", null)]
    [InlineData("FR", "20000", null)]
    [InlineData("DE", "27498", "DE-HELGOLAND")]
    [InlineData("DE", "78266", "DE-BUESINGEN")]
    [InlineData("CH", "8238", "DE-BUESINGEN")]
    [InlineData("DE", "78267", null)]
    [InlineData("IT", "23041", "IT-LIVIGNO")]
    [InlineData("IT", "22061", "IT-CAMPIONE")]
    [InlineData("IT", "22060", null)] // Also Arosio's, Cabiate's, Carugo's.
    [InlineData("GR", "630 86", "GR-69")]
    [InlineData("US", "09012", "US-MIL")]
    [InlineData("US", "96201", "US-MIL")]
    [InlineData("US", "96813", null)]
    [InlineData("GB", "BT1 5GS", null)]
    [InlineData("GB", null, null)]
    public void Postal_code_tells_the_territory(string country, string? postalCode, string? territory) =>
        Assert.Equal(territory, new Destination(country, postalCode).TerritoryWithin);

    [Theory]
    [InlineData("CN", "香港特别行政区", "九龙", "HK")]
    [InlineData("CN", "香港", "", "HK")]
    [InlineData("CN", null, "Hong Kong", "HK")]
    [InlineData("CN", "中国香港", "中国香港", "HK")]
    [InlineData("CN", null, "China, Hong Kong", "HK")]
    [InlineData("CN", "澳门", "澳门", "MO")]
    [InlineData("CN", "台湾省", "台北市", "TW")]
    [InlineData("CN", "广东省", "深圳市", null)]
    public void Name_tells_the_territory_where_there_is_no_postal_code(string country, string? region, string? city, string? territory)
    {
        var destination = new Destination(country, null) { Region = region, City = city };

        Assert.Equal(territory, destination.TerritoryWithin);
        Assert.Equal(territory is not null, PostalCodes.IsValid(destination));
    }

    [Theory]
    [InlineData("22060", "CAMPIONE D'ITALIA", "IT-CAMPIONE")]
    [InlineData("23030", "Comune di Livigno", "IT-LIVIGNO")]
    [InlineData("23030", "23030-Livigno (SO)", "IT-LIVIGNO")]
    [InlineData("23030", "Valdilivigno", null)]
    [InlineData("23030", "Valfurva", null)]
    public void Old_shared_postal_code_needs_the_name_too(string postalCode, string city, string? territory) =>
        Assert.Equal(territory, new Destination("IT", postalCode) { City = city }.TerritoryWithin);

    // 129.00 of a wallet, no duty; the tax is on shipping as well.
    [Theory]
    [InlineData("GB", "NW1 6XE", 2000)]
    [InlineData("GB", "IM1 1AA", 2000)]
    [InlineData("GB", "JE2 3AB", 500)]
    [InlineData("GB", "GY1 1AA", 0)]
    [InlineData("ES", "28001", 2100)]
    [InlineData("ES", "35001", 700)]
    [InlineData("ES", "51001", 1000)]
    [InlineData("FR", "75001", 2000)]
    [InlineData("FR", "97200", 850)]
    [InlineData("FR", "97300", 0)]
    [InlineData("FI", "22100", 2550)]
    [InlineData("DE", "27498", 0)]
    [InlineData("IT", "23041", 0)]
    [InlineData("PT", "9000-018", 2200)]
    public void Tax_is_the_territorys_own(string country, string postalCode, int basisPoints) =>
        Assert.Equal(basisPoints, Assert.Single(DutiesTo(country, postalCode)!.Lines).TaxBasisPoints);

    [Theory]
    [InlineData("DE", "78266")]
    [InlineData("IT", "22061")]
    [InlineData("US", "00802")]
    [InlineData("FR", "98714")]
    public void What_a_territory_takes_is_not_guessed_from_its_country(string country, string postalCode) =>
        Assert.Null(DutiesTo(country, postalCode)!.Amount);

    [Fact]
    public void Goods_for_hong_kong_cross_a_border_though_china_is_written()
    {
        var errors = new FieldErrors();
        var request = new PriceRequest([new("HW-PRO", 1)], new Destination("CN", "999077"), ShippingClass.Express, AcceptDuties: false);

        Assert.Null(OrderPricing.Price(request, [Samples.Pro], TestTables.Prices, errors));
        Assert.Equal(["acceptDuties"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void What_a_country_forbids_holds_for_its_parts()
    {
        var product = Samples.Pro with { ForbiddenCountries = ["FR"] };

        Assert.False(TestTables.Prices.Restrictions.MayGo(product, new Destination("FR", "97110").Place));
        Assert.False(TestTables.Prices.Restrictions.MayGo(product, "GP"));
        Assert.True(
            TestTables.Prices.Restrictions.MayGo(Samples.Pro with { ForbiddenCountries = ["CN"] }, new Destination("CN", "999077").Place)
        );
    }

    [Fact]
    public void Review_goes_by_the_territory_that_the_order_was_placed_for()
    {
        var order = Samples.Order() with { Country = "GB", Territory = "JE" };
        var contact = Samples.Contact();

        Assert.Contains(
            ReasonCode.CountryForbidden,
            ReviewRules
                .Check(new ReviewInput(order, contact, [Samples.Pro with { ForbiddenCountries = ["JE"] }], DuplicateVerdict.None))
                .Select(reason => reason.Code)
        );
    }

    [Fact]
    public void Every_territory_has_a_name_and_a_way_to_be_found()
    {
        Assert.All(Territories.All, territory => Assert.False(string.IsNullOrEmpty(territory.Name!.Zh)));
        Assert.All(["JE", "GG", "IM", "AX", "PR", "GP", "HK"], code => Assert.Equal(code, new Destination(code, null).Place));
    }

    private static DutiesQuote? DutiesTo(string country, string postalCode) =>
        Duties.Of(
            new Destination(country, postalCode).Place,
            [(Samples.Pro with { HsCode = "847180", OriginCountry = "CN" }, 1)],
            Samples.Usd(1000),
            TestTables.Prices.Duties
        );

    private static Quote Quote(Destination shipTo) =>
        Quotes.Of(
            new QuoteRequest([new("HW-PRO", 1)], shipTo, "en"),
            [Samples.Pro],
            TestTables.Prices,
            TestTables.Promises,
            new Dictionary<string, UnitsInStock>(),
            _monday
        );

    private static IEnumerable<(ShippingClass, Money?, Money?, DateTimeOffset?, int?)> Figures(Quote quote) =>
        quote.Classes.Select(one => (one.ShippingClass, one.Total, one.Duties?.Amount, one.Promise?.To, one.Promise?.Why.Count));
}
