using NodaTime;
using NodaTime.TimeZones;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Views;

/// <summary>Times as customers are told them.</summary>
public sealed class CustomerClockTests
{
    [Theory]
    [InlineData("JP", "en", "2 March 2026, 21:00 (Tokyo time)")]
    [InlineData("US", "en", "2 March 2026, 07:00 (New York time)")]
    [InlineData("AU", "en", "2 March 2026, 23:00 (Sydney time)")]
    [InlineData("CN", "zh-CN", "2026年3月2日 20:00（北京时间）")]
    [InlineData("IN", "zh-CN", "2026年3月2日 17:30（收货地时间，UTC+5:30）")]
    [InlineData("CL", "en", "2 March 2026, 09:00 (Santiago time)")]
    [InlineData("XK", "en", "2 March 2026, 20:00 (Beijing time)")]
    public void Moment_is_told_by_the_destinations_clock_with_its_name(string country, string locale, string text) =>
        Assert.Equal(text, CustomerClock.Of(country, locale).Moment(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("CN", "zh-CN", "2026-12-02T16:00:00Z", "2026年12月2日当天结束前（北京时间）")]
    [InlineData("CN", "en", "2026-12-02T15:59:59Z", "the end of 2 December 2026 (Beijing time)")]
    [InlineData("GB", "en", "2026-12-03T00:00:00Z", "the end of 2 December 2026 (London time)")]
    [InlineData("GB", "zh-CN", "2026-12-02T16:00:00Z", "2026年12月2日 16:00（伦敦时间）之前")]
    [InlineData("US", "en", "2026-12-02T23:59:59+08:00", "the end of 2 December 2026")]
    public void End_of_a_day_is_told_as_that_day(string country, string locale, string time, string text) =>
        Assert.Equal(
            text,
            CustomerClock.Of(country, locale).By(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture))
        );

    [Theory]
    [InlineData("ES", "35001", "Canary Islands time")]
    [InlineData("PT", "9500-150", "Azores time")]
    [InlineData("US", "90210", "Los Angeles time")]
    [InlineData("US", "10001-1234", "New York time")]
    [InlineData("US", "79901", "Denver time")]
    [InlineData("US", "96813", "Honolulu time")]
    [InlineData("AU", "6000", "Perth time")]
    [InlineData("CA", "V6B 1A1", "Vancouver time")]
    [InlineData("BR", "69005-010", "Manaus time")]
    [InlineData("BR", "01310-100", "São Paulo time")]
    [InlineData("RU", "690001", "Vladivostok time")]
    [InlineData("MX", "77500", "Cancun time")]
    [InlineData("ID", "80361", "Makassar time")]
    [InlineData("FR", "97400", "Réunion time")]
    [InlineData("FR", "75001", "Paris time")]
    [InlineData("AU", null, "Sydney time")]
    public void Place_is_told_its_own_clock_where_a_country_has_several(string country, string? postalCode, string clock)
    {
        var goal = new Destination(country, postalCode);
        var order = Samples.Order() with
        {
            Country = country,
            Territory = goal.TerritoryWithin,
            TimeZone = TimeZones.Of(goal),
            Locale = "en",
        };

        Assert.Contains($"({clock})", CustomerClock.Of(order).Moment(Samples.Noon), StringComparison.Ordinal);
    }

    [Fact]
    public void Countries_with_several_clocks_are_told_apart()
    {
        // Without postal codes that tell, or with hardly anybody in the other zone.
        string[] told = ["AQ", "CD", "CN", "GL", "KI", "PF", "PG", "UA", "UM"];
        var year = new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0));
        var several = TzdbDateTimeZoneSource
            .Default.ZoneLocations!.GroupBy(location => location.CountryCode, StringComparer.Ordinal)
            .Where(country =>
                country
                    .Select(location =>
                        string.Join(',', DateTimeZoneProviders.Tzdb[location.ZoneId].GetZoneIntervals(year).Select(part => part.WallOffset))
                    )
                    .Distinct()
                    .Count() > 1
            )
            .Select(country => country.Key);

        var byTerritory = Territories.All.Where(territory => TimeZones.Of(new(territory.Code, null)) is not null).Select(one => one.PartOf);
        Assert.Empty(several.Where(country => !TimeZones.TellsApart(country)).Except(told).Except(byTerritory));
        Assert.All(TimeZones.All, zone => Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)));
    }
}
