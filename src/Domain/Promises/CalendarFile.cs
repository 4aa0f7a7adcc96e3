using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Promises;

/// <summary><c>src/Data/calendar.json</c>: holidays by country, and the shop's announced peak periods.</summary>
public sealed record CalendarFile(
    string Version,
    string Source,
    DateOnly Date,
    IReadOnlyList<CountryHolidays> Countries,
    IReadOnlyList<PeakPeriod> Peaks
) : IDataFile
{
    public IEnumerable<string> Errors() =>
        [
            .. Countries
                .GroupBy(country => country.Country, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => $"countries: {group.Key} stands there {group.Count()} times."),
            .. Countries.Any(country => country.Country == ShipsFrom.Country)
                ? Array.Empty<string>()
                : [$"countries: {ShipsFrom.Country}, the warehouse's country, is missing."],
            .. Countries.SelectMany(country => country.Errors().Select(error => $"countries {country.Country}: {error}")),
            .. Peaks.SelectMany(peak => peak.Errors().Select(error => $"peaks {peak.Name.En}: {error}")),
        ];

    /// <summary>What is known, ready to count by.</summary>
    public BusinessCalendars ToCalendars() => new([.. Countries.Select(country => country.ToCalendar())], Peaks, Version);
}

/// <summary>A country's holidays: either a rule, or years as they were published.</summary>
public sealed record CountryHolidays
{
    public required string Country { get; init; }

    public required string Version { get; init; }

    public required string Source { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>
    /// The name of a rule of <see cref="HolidayRules"/>; good for the years <see cref="FromYear"/> to <see cref="ToYear"/>.
    /// </summary>
    public string? Rule { get; init; }

    public int? FromYear { get; init; }

    public int? ToYear { get; init; }

    public IReadOnlyList<PublishedYear>? Years { get; init; }

    internal IEnumerable<string> Errors()
    {
        if (!Countries.IsKnown(Country))
            yield return "country should be an ISO 3166-1 code of two capital letters.";
        if (Version.Length == 0 || Source.Length == 0)
            yield return "version and source may not be empty.";
        if ((Rule is null) == (Years is null))
            yield return "either rule or years should be given.";
        if (Rule is not null && HolidayRules.Find(Rule) is null)
            yield return $"there is no rule {Rule}.";
        if (Rule is not null && (FromYear is null || ToYear is null || FromYear > ToYear))
            yield return "a rule needs fromYear and toYear, the years it is good for.";
        foreach (var error in (Years ?? []).SelectMany(year => year.Errors()))
            yield return error;
        foreach (var twice in (Years ?? []).GroupBy(year => year.Year).Where(group => group.Count() > 1))
            yield return $"the year {twice.Key} stands there {twice.Count()} times.";
    }

    internal BusinessCalendar ToCalendar()
    {
        if (Rule is not null)
        {
            var rule = HolidayRules.Find(Rule)!;
            return new BusinessCalendar(Country, Version, year => year >= FromYear && year <= ToYear ? ByRule(year, rule(year)) : null);
        }

        var years = Years!.ToDictionary(year => year.Year, year => year.ToYear());
        return new BusinessCalendar(Country, Version, years.GetValueOrDefault);
    }

    private static CalendarYear ByRule(int year, IEnumerable<Holiday> holidays) =>
        new(
            year,
            Published: true,
            holidays.DistinctBy(holiday => holiday.Day).ToDictionary(holiday => holiday.Day, holiday => holiday.Name),
            new HashSet<DateOnly>()
        );
}

/// <param name="Published">False: the announcement is still to come.</param>
/// <param name="Source">The announcement, or what the stand-in figures go by.</param>
public sealed record PublishedYear(
    int Year,
    bool Published,
    string Source,
    DateOnly Date,
    IReadOnlyList<PublishedHoliday> Holidays,
    IReadOnlyList<DateOnly> Workdays
)
{
    internal IEnumerable<string> Errors()
    {
        if (Source.Length == 0)
            yield return $"{Year}: source is empty.";
        foreach (
            var holiday in Holidays.Where(holiday => holiday.To < holiday.From || holiday.From.Year != Year || holiday.To.Year != Year)
        )
            yield return $"{Year}: {holiday.Name.En} goes from {holiday.From:yyyy-MM-dd} to {holiday.To:yyyy-MM-dd}: that is no "
                + "span of days of the year.";
        foreach (var day in Workdays.Where(day => day.Year != Year || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            yield return $"{Year}: {day:yyyy-MM-dd} is no make-up working day: it is not at a weekend of the year.";
        foreach (var day in Days().GroupBy(holiday => holiday.Day).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return $"{Year}: {day:yyyy-MM-dd} is in two holidays.";
        foreach (var day in Days().Select(holiday => holiday.Day).Intersect(Workdays))
            yield return $"{Year}: {day:yyyy-MM-dd} is both a holiday and a working day.";
    }

    internal CalendarYear ToYear() =>
        new(Year, Published, Days().ToDictionary(holiday => holiday.Day, holiday => holiday.Name), Workdays.ToHashSet());

    private IEnumerable<Holiday> Days() =>
        from holiday in Holidays
        from offset in Enumerable.Range(0, Math.Max(0, holiday.To.DayNumber - holiday.From.DayNumber + 1))
        select new Holiday(holiday.From.AddDays(offset), holiday.Name);
}

/// <summary>Free days in a row, both ends included.</summary>
public sealed record PublishedHoliday(DateOnly From, DateOnly To, LocalizedText Name);
