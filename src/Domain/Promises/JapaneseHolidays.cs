using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Promises;

/// <summary>National holidays of Japan (国民の祝日に関する法律), with substitute holidays (振替休日) and the day between two holidays (国民の休日).</summary>
internal static class JapaneseHolidays
{
    private static readonly LocalizedText _substitute = new("Substitute holiday", "补假（振替休日）");
    private static readonly LocalizedText _between = new("Citizens' holiday", "国民休日");

    public static IEnumerable<Holiday> Of(int year)
    {
        var named = Named(year).ToDictionary(holiday => holiday.Day, holiday => holiday.Name);
        var all = new SortedDictionary<DateOnly, LocalizedText>(named);
        foreach (var sunday in named.Keys.Where(day => day.DayOfWeek == DayOfWeek.Sunday))
        {
            var substitute = sunday.AddDays(1);
            while (named.ContainsKey(substitute))
                substitute = substitute.AddDays(1);
            all.TryAdd(substitute, _substitute);
        }

        // A day between two named holidays is free too, unless it is one already.
        foreach (var day in named.Keys.Where(day => named.ContainsKey(day.AddDays(2))))
            all.TryAdd(day.AddDays(1), _between);
        return all.Select(holiday => new Holiday(holiday.Key, holiday.Value));
    }

    private static IEnumerable<Holiday> Named(int year)
    {
        yield return new(new(year, 1, 1), new("New Year's Day", "元旦"));
        yield return new(HolidayRules.Nth(year, 1, 2, DayOfWeek.Monday), new("Coming of Age Day", "成人日"));
        yield return new(new(year, 2, 11), new("National Foundation Day", "建国纪念日"));
        yield return new(new(year, 2, 23), new("Emperor's Birthday", "天皇诞辰日"));
        yield return new(Equinox(year, 3, 20.8431m), new("Vernal Equinox Day", "春分日"));
        yield return new(new(year, 4, 29), new("Shōwa Day", "昭和日"));
        yield return new(new(year, 5, 3), new("Constitution Memorial Day", "宪法纪念日"));
        yield return new(new(year, 5, 4), new("Greenery Day", "绿之日"));
        yield return new(new(year, 5, 5), new("Children's Day", "儿童节"));
        yield return new(HolidayRules.Nth(year, 7, 3, DayOfWeek.Monday), new("Marine Day", "海之日"));
        yield return new(new(year, 8, 11), new("Mountain Day", "山之日"));
        yield return new(HolidayRules.Nth(year, 9, 3, DayOfWeek.Monday), new("Respect for the Aged Day", "敬老日"));
        yield return new(Equinox(year, 9, 23.2488m), new("Autumnal Equinox Day", "秋分日"));
        yield return new(HolidayRules.Nth(year, 10, 2, DayOfWeek.Monday), new("Sports Day", "体育日"));
        yield return new(new(year, 11, 3), new("Culture Day", "文化日"));
        yield return new(new(year, 11, 23), new("Labour Thanksgiving Day", "勤劳感谢日"));
    }

    // Good from 1980 to 2099; the date that counts is announced in February of the year before, and has never differed.
    private static DateOnly Equinox(int year, int month, decimal day1980) =>
        new(year, month, (int)(decimal.Floor(day1980 + (0.242194m * (year - 1980))) - ((year - 1980) / 4)));
}
