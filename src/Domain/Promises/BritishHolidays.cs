namespace Orders.Functions.Domain.Promises;

/// <summary>Bank holidays of England and Wales: one at a weekend has its substitute on the next weekday that is free of another.</summary>
internal static class BritishHolidays
{
    public static IEnumerable<Holiday> Of(int year)
    {
        var easter = HolidayRules.Easter(year);
        HashSet<DateOnly> taken = [];
        foreach (
            var (day, name) in (Holiday[])
                [
                    new(new(year, 1, 1), new("New Year's Day", "元旦")),
                    new(easter.AddDays(-2), new("Good Friday", "耶稣受难日")),
                    new(easter.AddDays(1), new("Easter Monday", "复活节星期一")),
                    new(HolidayRules.Nth(year, 5, 1, DayOfWeek.Monday), new("Early May bank holiday", "五月初银行假日")),
                    new(HolidayRules.LastMonday(year, 5), new("Spring bank holiday", "春季银行假日")),
                    new(HolidayRules.LastMonday(year, 8), new("Summer bank holiday", "夏季银行假日")),
                    new(new(year, 12, 25), new("Christmas Day", "圣诞节")),
                    new(new(year, 12, 26), new("Boxing Day", "节礼日")),
                ]
        )
        {
            yield return new(day, name);
            taken.Add(day);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                continue;

            // Christmas on a Sunday leaves the Monday to Boxing Day, which is a holiday of its own there.
            var substitute = day.AddDays(1);
            while (
                substitute.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
                || taken.Contains(substitute)
                || substitute == new DateOnly(year, 12, 26)
            )
                substitute = substitute.AddDays(1);
            taken.Add(substitute);
            yield return new(substitute, new($"{name.En} (substitute day)", $"{name.Zh}（补假）"));
        }
    }
}
