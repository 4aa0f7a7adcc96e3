namespace Orders.Functions.Domain.Promises;

/// <summary>Holidays of countries whose law fixes them by rule.</summary>
internal static class HolidayRules
{
    /// <summary>By the name that <c>calendar.json</c> uses; null if there is no such rule.</summary>
    public static Func<int, IEnumerable<Holiday>>? Find(string rule) =>
        rule switch
        {
            "germany" => GermanHolidays.Of,
            "great_britain" => BritishHolidays.Of,
            "japan" => JapaneseHolidays.Of,
            "united_states" => AmericanHolidays.Of,
            _ => null,
        };

    /// <summary>The n-th such weekday of a month.</summary>
    public static DateOnly Nth(int year, int month, int n, DayOfWeek weekday)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + ((n - 1) * 7));
    }

    /// <summary>The last Monday of a month.</summary>
    public static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    /// <summary>Easter Sunday of the western churches (the anonymous Gregorian computation).</summary>
    public static DateOnly Easter(int year)
    {
        var golden = year % 19;
        var (century, rest) = (year / 100, year % 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - epact - (rest % 4)) % 7;
        var correction = (golden + (11 * epact) + (22 * weekday)) / 451;
        var sum = epact + weekday - (7 * correction) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }
}
