using System.Collections.Concurrent;

namespace Orders.Functions.Domain.Promises;

/// <summary>The days on which a country works. Where a year is not known only weekends are free: <see cref="YearOf"/> tells.</summary>
/// <param name="country">ISO 3166-1 alpha-2.</param>
/// <param name="version">Names this state of the calendar; kept with each promise.</param>
/// <param name="years">The year, or null if nothing is known of it.</param>
public sealed class BusinessCalendar(string country, string version, Func<int, CalendarYear?> years)
{
    private readonly ConcurrentDictionary<int, CalendarYear?> _years = new();

    public string Country { get; } = country;

    public string Version { get; } = version;

    /// <summary>What is known of a year; null if there is no data for it.</summary>
    public CalendarYear? YearOf(int year) => _years.GetOrAdd(year, years);

    /// <summary>Why this day is free; null if it is worked.</summary>
    public DayOff? Off(DateOnly day)
    {
        var year = YearOf(day.Year);
        if (year is not null && year.Holidays.TryGetValue(day, out var name))
            return new DayOff(name);
        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return weekend && year?.Workdays.Contains(day) != true ? new DayOff(null) : null;
    }

    public bool IsBusinessDay(DateOnly day) => Off(day) is null;
}
