using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Promises;

public sealed class PromiseRulesTests
{
    private static readonly Destination _shenzhen = new("CN", "518000");

    [Fact]
    public void Plain_week_is_handling_and_transit_in_business_days()
    {
        // Monday 2 March 2026, 10:00 in the warehouse.
        var promise = Express("2026-03-02T10:00+08:00", _shenzhen);

        Assert.Equal(At("2026-03-04T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(At("2026-03-06T00:00+08:00"), promise.From);
        Assert.Equal(At("2026-03-11T23:59:59+08:00"), promise.To);
        Assert.Equal("CN-2026-11-22", promise.CalendarVersion);
        Assert.Equal(["weekend 2026-03-07", "weekend 2026-03-08"], Why(promise));
    }

    [Fact]
    public void Over_the_national_holiday_each_skipped_day_is_told()
    {
        var promise = Express("2026-09-28T10:00+08:00", _shenzhen);

        // Handled by Wednesday 30 September; 1 to 7 October are free, Saturday 10 is worked, Sunday 11 is not.
        Assert.Equal(At("2026-09-30T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(At("2026-10-13T23:59:59+08:00"), promise.To);
        Assert.Equal([.. Enumerable.Range(1, 7).Select(day => $"holiday 2026-10-0{day}"), "weekend 2026-10-11"], Why(promise));
        Assert.Contains("国庆节", PromiseTexts.For(promise.Why[0], "zh-CN"), StringComparison.Ordinal);
        Assert.Contains("National Day", PromiseTexts.For(promise.Why[0], "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_spring_festival_the_make_up_saturday_counts()
    {
        var promise = Express("2026-02-12T10:00+08:00", _shenzhen);

        // Friday 13 and Saturday 14 are worked; 15 to 23 are free.
        Assert.Equal(At("2026-02-14T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(At("2026-02-28T23:59:59+08:00"), promise.To);
        Assert.Equal(9, promise.Why.Count(reason => reason.Name?.Zh == "春节"));
    }

    [Theory]
    [InlineData("2026-03-02T15:59:59+08:00", "2026-03-04T23:59:59+08:00")]
    [InlineData("2026-03-02T16:00+08:00", "2026-03-05T23:59:59+08:00")]
    [InlineData("2026-03-02T08:30Z", "2026-03-05T23:59:59+08:00")] // 16:30 in the warehouse.
    [InlineData("2026-03-07T17:00+08:00", "2026-03-11T23:59:59+08:00")] // Saturday: the cut-off is no matter.
    public void What_comes_after_the_cut_off_counts_from_the_next_day(string start, string handlingBy)
    {
        var promise = Express(start, _shenzhen);

        Assert.Equal(At(handlingBy), promise.HandlingBy);
        Assert.Equal(handlingBy == "2026-03-05T23:59:59+08:00", promise.Why.Any(reason => reason.Code == PromiseReasonCode.AfterCutOff));
    }

    [Fact]
    public void Announced_peak_lengthens_the_latest_date()
    {
        var promise = Express("2026-11-10T10:00+08:00", _shenzhen);

        // Handling 1 to 3 days instead of 1 to 2, shipping 3 to 7 instead of 3 to 5.
        Assert.Equal(At("2026-11-13T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(At("2026-11-16T00:00+08:00"), promise.From);
        Assert.Equal(At("2026-11-24T23:59:59+08:00"), promise.To);
        Assert.Equal([1, 2], promise.Why.Where(reason => reason.Code == PromiseReasonCode.Peak).Select(reason => reason.Days!.Value));
    }

    [Fact]
    public void Remote_area_takes_longer_at_both_ends()
    {
        var promise = Express("2026-03-02T10:00+08:00", new Destination("CN", "850000"));

        Assert.Equal(At("2026-03-11T00:00+08:00"), promise.From);
        Assert.Equal(At("2026-03-16T23:59:59+08:00"), promise.To);
        Assert.Equal("西藏", promise.Why.Single(reason => reason.Code == PromiseReasonCode.RemoteArea).Name!.Zh);
    }

    [Fact]
    public void Abroad_free_days_of_both_ends_and_customs_count()
    {
        var promise = Express("2026-11-23T10:00+08:00", new Destination("US", "94105"));

        // Handled by Wednesday 25. Shipping 5 days and 2 for customs, without Thanksgiving on Thursday 26.
        Assert.Equal(At("2026-12-07T23:59:59+08:00"), promise.To);
        Assert.Equal("US", promise.Why.Single(reason => reason.Code == PromiseReasonCode.Holiday).Country);
        Assert.Equal(2, promise.Why.Single(reason => reason.Code == PromiseReasonCode.Customs).Days);
        Assert.Equal("CN-2026-11-22+US-rule-1", promise.CalendarVersion);
    }

    [Fact]
    public void Year_that_is_not_published_is_told()
    {
        var promise = Express("2026-12-29T10:00+08:00", _shenzhen);

        Assert.Equal("calendar_provisional 2027-01-01", Why(promise)[^1]);
        Assert.True(PromiseView.Of(promise, "en").Provisional);
    }

    [Fact]
    public void Classes_differ_as_the_notes_say()
    {
        var economy = TestTables.Promises.For(ShippingClass.Economy, _shenzhen, At("2026-03-02T10:00+08:00"))!;
        var standard = TestTables.Promises.For(ShippingClass.Standard, _shenzhen, At("2026-03-02T10:00+08:00"))!;

        // 1 + 7 and 2 + 15 business days; 1 + 5 and 2 + 8.
        Assert.Equal((At("2026-03-12T00:00+08:00"), At("2026-03-25T23:59:59+08:00")), (economy.From, economy.To));
        Assert.Equal((At("2026-03-10T00:00+08:00"), At("2026-03-16T23:59:59+08:00")), (standard.From, standard.To));
    }

    private static Promise Express(string start, Destination destination) =>
        TestTables.Promises.For(ShippingClass.Express, destination, At(start))!;

    private static IReadOnlyList<string> Why(Promise promise) =>
        [.. promise.Why.Select(reason => $"{OrderJson.Name(reason.Code)} {reason.Day:yyyy-MM-dd}")];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
