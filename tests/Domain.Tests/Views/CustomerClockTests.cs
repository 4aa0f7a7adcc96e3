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
}
