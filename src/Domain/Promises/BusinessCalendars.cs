using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Promises;

/// <summary>The calendars that are known, and the announced peak periods.</summary>
public sealed class BusinessCalendars
{
    private readonly Dictionary<string, BusinessCalendar> _byCountry;

    internal BusinessCalendars(IReadOnlyList<BusinessCalendar> calendars, IReadOnlyList<PeakPeriod> peaks, string version)
    {
        _byCountry = calendars.ToDictionary(calendar => calendar.Country, StringComparer.Ordinal);
        Peaks = peaks;
        Version = version;
    }

    /// <summary>Those that are built into the app.</summary>
    public static BusinessCalendars BuiltIn { get; } = DataFile.Read<CalendarFile>("calendar.json").ToCalendars();

    /// <summary>Of the whole table.</summary>
    public string Version { get; }

    public IReadOnlyList<PeakPeriod> Peaks { get; }

    public IEnumerable<BusinessCalendar> All => _byCountry.Values;

    public BusinessCalendar Warehouse => _byCountry[ShipsFrom.Country];

    /// <summary>The calendar of a territory, else of the country that it is a part of; null if nothing is known of their holidays.</summary>
    /// <param name="place">A <see cref="Territory"/>'s code.</param>
    public BusinessCalendar? Find(string place) =>
        _byCountry.GetValueOrDefault(place)
        ?? (Territories.Named(place).PartOf is { } country ? _byCountry.GetValueOrDefault(country) : null);

    /// <summary>Years within a time for which no calendar was published, a sentence each: for the log, at start-up.</summary>
    public IEnumerable<string> Gaps(DateOnly first, DateOnly last) =>
        from calendar in All
        from year in Enumerable.Range(first.Year, last.Year - first.Year + 1)
        let known = calendar.YearOf(year)
        where known is not { Published: true }
        select known is null
            ? $"The calendar {calendar.Version} has no data for {year}: in {calendar.Country} only weekends count as free then. "
                + "Add the year to src/Data/calendar.json."
            : $"The calendar {calendar.Version} for {year} is not published yet: in {calendar.Country} the days that are "
                + "expected by law and by the years before count as free then. Put the announcement into src/Data/calendar.json.";
}
