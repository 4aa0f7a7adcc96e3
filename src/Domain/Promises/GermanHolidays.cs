namespace Orders.Functions.Domain.Promises;

/// <summary>Holidays of Germany that all its states keep.</summary>
internal static class GermanHolidays
{
    public static IEnumerable<Holiday> Of(int year)
    {
        var easter = HolidayRules.Easter(year);
        yield return new(new(year, 1, 1), new("New Year's Day", "元旦"));
        yield return new(easter.AddDays(-2), new("Good Friday", "耶稣受难日"));
        yield return new(easter.AddDays(1), new("Easter Monday", "复活节星期一"));
        yield return new(new(year, 5, 1), new("Labour Day", "劳动节"));
        yield return new(easter.AddDays(39), new("Ascension Day", "耶稣升天节"));
        yield return new(easter.AddDays(50), new("Whit Monday", "圣灵降临节星期一"));
        yield return new(new(year, 10, 3), new("German Unity Day", "德国统一日"));
        yield return new(new(year, 12, 25), new("Christmas Day", "圣诞节"));
        yield return new(new(year, 12, 26), new("Second Day of Christmas", "圣诞节次日"));
    }
}
