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
        Assert.Equal("CN-2026-11-29", promise.CalendarVersion);
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

    // Handled by Wednesday 25, or 7 to 9 December: the parcel is on its way when the mail of Christmas begins, or still is when it ends.
    [Theory]
    [InlineData("2026-11-23T10:00+08:00", "2026-12-10T23:59:59+08:00", true)]
    [InlineData("2026-12-01T10:00+08:00", "2026-12-17T23:59:59+08:00", true)]
    [InlineData("2026-12-23T10:00+08:00", null, true)]
    [InlineData("2026-12-25T10:00+08:00", null, false)]
    [InlineData("2026-11-20T10:00+08:00", "2026-12-04T23:59:59+08:00", false)]
    public void Peak_counts_when_the_way_lies_in_it(string start, string? to, bool counts)
    {
        var promise = Express(start, new Destination("US", "94105"));

        Assert.Equal(counts, promise.Why.Any(reason => reason.Code == PromiseReasonCode.Peak));
        if (to is not null)
            Assert.Equal(At(to), promise.To);
    }

    [Theory]
    [InlineData("CN", "518000", 2)]
    [InlineData("DE", "10117", 1)]
    [InlineData("US", "94105", 1)]
    [InlineData("BR", null, 1)]
    public void Before_spring_festival_the_warehouse_is_slower_for_every_destination(string country, string? postalCode, int peaks)
    {
        // Monday 25 January 2027: 3 days of handling instead of 2.
        var promise = Express("2027-01-25T10:00+08:00", new Destination(country, postalCode));

        Assert.Equal(At("2027-01-28T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(peaks, promise.Why.Count(reason => reason.Code == PromiseReasonCode.Peak));
        Assert.True(PromiseView.Of(promise, "en").Provisional);
    }

    [Fact]
    public void Handling_that_reaches_into_a_peak_is_slower_too()
    {
        // Friday 22 January 2027; its second day would be Tuesday 26.
        Assert.Equal(At("2027-01-27T23:59:59+08:00"), Express("2027-01-22T10:00+08:00", new Destination("BR", null)).HandlingBy);
    }

    [Fact]
    public void Spring_festival_not_announced_yet_closes_the_warehouse_for_eight_days()
    {
        var promise = Express("2027-02-03T10:00+08:00", new Destination("DE", "10117"));

        // Thursday 4, then from Monday 15 on: 3 days instead of 2.
        Assert.Equal(At("2027-02-16T23:59:59+08:00"), promise.HandlingBy);
        Assert.Equal(8, promise.Why.Count(reason => reason.Name?.Zh == "春节"));
        Assert.True(PromiseView.Of(promise, "en").Provisional);
    }

    [Fact]
    public void New_date_of_a_late_parcel_knows_the_peak()
    {
        var (quiet, busy) = (At("2026-10-19T10:00+08:00"), At("2026-11-02T10:00+08:00"));

        // Five business days from a Monday; the second meets 10 November with none to spare: Monday 9 is the fifth.
        Assert.Equal(At("2026-10-26T23:59:59+08:00"), TestTables.Promises.Anew(ShippingClass.Express, _shenzhen, quiet));
        Assert.Equal(At("2026-11-09T23:59:59+08:00"), TestTables.Promises.Anew(ShippingClass.Express, _shenzhen, busy));
        Assert.Equal(At("2026-11-12T23:59:59+08:00"), TestTables.Promises.Anew(ShippingClass.Express, _shenzhen, busy.AddDays(1)));
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
        var promise = Express("2026-11-20T10:00+08:00", new Destination("US", "94105"));

        // Handled by Tuesday 24. Shipping 5 days and 2 for customs, without Thanksgiving on Thursday 26.
        Assert.Equal(At("2026-12-04T23:59:59+08:00"), promise.To);
        Assert.Equal("US", promise.Why.Single(reason => reason.Code == PromiseReasonCode.Holiday).Country);
        Assert.Equal(2, promise.Why.Single(reason => reason.Code == PromiseReasonCode.Customs).Days);
        Assert.Equal("CN-2026-11-29+US-rule-1", promise.CalendarVersion);
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
