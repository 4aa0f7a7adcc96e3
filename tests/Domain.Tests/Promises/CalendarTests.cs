using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.Promises;

public sealed class CalendarTests
{
    private static readonly BusinessCalendars _calendars = BusinessCalendars.BuiltIn;

    [Theory]
    [InlineData("2025-01-27", true)] // Monday between a make-up Sunday and 除夕.
    [InlineData("2025-01-26", true)] // Sunday, worked.
    [InlineData("2025-01-28", false)]
    [InlineData("2025-02-04", false)]
    [InlineData("2025-02-08", true)]
    [InlineData("2025-04-27", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-05-05", false)]
    [InlineData("2026-05-09", true)]
    [InlineData("2026-06-19", false)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-09-25", false)]
    [InlineData("2026-10-07", false)]
    [InlineData("2026-10-10", true)]
    public void China_works_as_the_state_council_announced(string day, bool works) =>
        Assert.Equal(works, _calendars.Warehouse.IsBusinessDay(Day(day)));

    [Theory]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void Chinese_year_has_as_many_free_and_made_up_days_as_announced(int year, int free, int madeUp)
    {
        var known = _calendars.Warehouse.YearOf(year)!;

        Assert.True(known.Published);
        Assert.Equal((free, madeUp), (known.Holidays.Count, known.Workdays.Count));
    }

    // What the law fixes can be checked against the lunar calendar; the rest is to come.
    // Until it is announced: 1 to 3 January, 8 days from the eve of Spring Festival, 3, 5, a Wednesday each, 7.
    [Fact]
    public void Chinese_2027_has_as_many_days_as_the_years_before()
    {
        var known = _calendars.Warehouse.YearOf(2027)!;

        Assert.Equal((28, 0), (known.Holidays.Count, known.Workdays.Count));
        Assert.All(Enumerable.Range(5, 8), day => Assert.False(_calendars.Warehouse.IsBusinessDay(new DateOnly(2027, 2, day))));
        Assert.All(Enumerable.Range(1, 7), day => Assert.False(_calendars.Warehouse.IsBusinessDay(new DateOnly(2027, 10, day))));
    }

    [Fact]
    public void Chinese_2027_is_marked_provisional_and_has_the_days_of_the_law()
    {
        var known = _calendars.Warehouse.YearOf(2027)!;
        var lunar = new ChineseLunisolarCalendar();
        DateOnly Lunar(int month, int day) => DateOnly.FromDateTime(lunar.ToDateTime(2027, month, day, 0, 0, 0, 0));

        Assert.False(known.Published);
        DateOnly[] moving = [Lunar(1, 1).AddDays(-1), Lunar(1, 1), Lunar(1, 2), Lunar(1, 3), Lunar(5, 5), Lunar(8, 15)];
        Assert.All(moving, day => Assert.Contains(day, known.Holidays.Keys));
    }

    [Theory]
    [InlineData("US", "2026-07-03")] // 4 July is a Saturday.
    [InlineData("US", "2027-12-31")] // New Year's Day 2028 is a Saturday.
    [InlineData("US", "2027-07-05")]
    [InlineData("US", "2026-11-26")]
    [InlineData("US", "2026-01-19")]
    [InlineData("GB", "2026-04-03")]
    [InlineData("GB", "2026-12-28")] // Boxing Day is a Saturday.
    [InlineData("GB", "2027-12-27")]
    [InlineData("GB", "2027-12-28")]
    [InlineData("GB", "2033-12-27")] // Christmas is a Sunday: its substitute comes after Boxing Day.
    [InlineData("DE", "2026-05-14")]
    [InlineData("DE", "2026-05-25")]
    [InlineData("DE", "2025-04-21")]
    [InlineData("JP", "2026-05-06")] // Constitution Day is a Sunday.
    [InlineData("JP", "2026-09-22")] // Between two holidays.
    [InlineData("JP", "2026-03-20")]
    [InlineData("JP", "2025-02-24")]
    [InlineData("JP", "2027-03-22")]
    [InlineData("SG", "2026-06-01")]
    [InlineData("SG", "2025-10-20")]
    public void Weekday_is_free_there(string country, string day)
    {
        Assert.True(Day(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Equal(PromiseReasonCode.Holiday, _calendars.Find(country)!.Off(Day(day))?.Code);
    }

    [Theory]
    [InlineData("US", 2026, 11)]
    [InlineData("GB", 2025, 8)]
    [InlineData("GB", 2027, 8)]
    [InlineData("DE", 2026, 7)]
    [InlineData("JP", 2025, 15)]
    [InlineData("JP", 2026, 17)]
    [InlineData("SG", 2026, 10)]
    public void Country_has_as_many_free_weekdays_as_its_government_lists(string country, int year, int weekdays)
    {
        var calendar = _calendars.Find(country)!;
        var days = Enumerable
            .Range(0, 366)
            .Select(offset => new DateOnly(year, 1, 1).AddDays(offset))
            .Where(day => day.Year == year && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

        Assert.Equal(weekdays, days.Count(day => !calendar.IsBusinessDay(day)));
    }

    [Fact]
    public void Years_that_are_not_known_are_named()
    {
        var gaps = _calendars.Gaps(Day("2027-11-01"), Day("2028-02-28")).ToList();

        Assert.Contains(
            gaps,
            gap => gap.Contains("for 2027 is not published", StringComparison.Ordinal) && gap.Contains("CN", StringComparison.Ordinal)
        );
        Assert.Contains(
            gaps,
            gap => gap.Contains("no data for 2028", StringComparison.Ordinal) && gap.Contains("CN", StringComparison.Ordinal)
        );
        Assert.Empty(_calendars.Gaps(Day("2026-03-01"), Day("2026-12-31")));
    }

    [Theory]
    [InlineData("2026-09-30T04:00Z", 3, "2026-10-10T04:00Z")] // Over the week of 国庆: Thursday 8, Friday 9, and the Saturday that is worked.
    [InlineData("2026-09-18T04:00Z", 1, "2026-09-20T04:00Z")] // A Sunday that is worked.
    [InlineData("2026-02-20T04:00Z", 1, "2026-02-24T16:00Z")] // Within 春节: starts with the first working day, counts from the day after.
    public void Deadlines_follow_the_holidays(string start, int days, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), Deadlines.After(new Window(null, days), DateTimeOffset.Parse(start, null)));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
