namespace Orders.Functions.Domain.Promises;

/// <summary>
/// Federal holidays of the United States (5 U.S.C. § 6103): one on a Saturday is observed the day before, one on a Sunday the day after.
/// </summary>
internal static class AmericanHolidays
{
    public static IEnumerable<Holiday> Of(int year) =>
        // The next New Year's Day may be observed on this year's last day.
        Dated(year).Concat(Dated(year + 1)).Select(Observed).Where(holiday => holiday.Day.Year == year);

    private static IEnumerable<Holiday> Dated(int year)
    {
        yield return new(new(year, 1, 1), new("New Year's Day", "元旦"));
        yield return new(HolidayRules.Nth(year, 1, 3, DayOfWeek.Monday), new("Martin Luther King Jr. Day", "马丁·路德·金日"));
        yield return new(HolidayRules.Nth(year, 2, 3, DayOfWeek.Monday), new("Washington's Birthday", "华盛顿诞辰日"));
        yield return new(HolidayRules.LastMonday(year, 5), new("Memorial Day", "阵亡将士纪念日"));
        yield return new(new(year, 6, 19), new("Juneteenth", "六月节"));
        yield return new(new(year, 7, 4), new("Independence Day", "独立日"));
        yield return new(HolidayRules.Nth(year, 9, 1, DayOfWeek.Monday), new("Labor Day", "劳工节"));
        yield return new(HolidayRules.Nth(year, 10, 2, DayOfWeek.Monday), new("Columbus Day", "哥伦布日"));
        yield return new(new(year, 11, 11), new("Veterans Day", "退伍军人节"));
        yield return new(HolidayRules.Nth(year, 11, 4, DayOfWeek.Thursday), new("Thanksgiving Day", "感恩节"));
        yield return new(new(year, 12, 25), new("Christmas Day", "圣诞节"));
    }

    private static Holiday Observed(Holiday holiday) =>
        holiday.Day.DayOfWeek switch
        {
            DayOfWeek.Saturday => holiday with { Day = holiday.Day.AddDays(-1) },
            DayOfWeek.Sunday => holiday with { Day = holiday.Day.AddDays(1) },
            _ => holiday,
        };
}
