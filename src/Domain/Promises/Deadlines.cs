using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>Ends of windows.</summary>
public static class Deadlines
{
    /// <summary>
    /// When a window that starts now is over, in UTC: after its duration, or at the same time of day on its last business day, counted in
    /// the warehouse's zone from the day after. What starts on a free day starts with the next business day. Never called by an
    /// orchestrator: the calendar's data may change between two replays.
    /// </summary>
    public static DateTimeOffset After(Window window, DateTimeOffset start) => After(window, start, BusinessCalendars.BuiltIn.Warehouse);

    /// <summary>The same, by a calendar of one's own.</summary>
    public static DateTimeOffset After(Window window, DateTimeOffset start, BusinessCalendar calendar)
    {
        if (window.Duration is { } duration)
            return start.ToUniversalTime() + duration;
        if (window.BusinessDays is not { } days)
            throw new ArgumentException("A window is a duration or a number of business days; this one is neither.", nameof(window));
        var local = start.ToOffset(WarehouseCalendar.Zone);
        while (!Works(local))
            local = new DateTimeOffset(local.Date.AddDays(1), local.Offset);
        while (days > 0)
        {
            local = local.AddDays(1);
            if (Works(local))
                days--;
        }

        return local.ToUniversalTime();

        bool Works(DateTimeOffset time) => calendar.IsBusinessDay(DateOnly.FromDateTime(time.DateTime));
    }

    /// <summary>The free days that a window in business days skipped; none if its end is not a matter of business days.</summary>
    public static IReadOnlyList<PromiseReason> Why(DateTimeOffset start, DateTimeOffset end, BusinessCalendar calendar)
    {
        var first = WarehouseCalendar.DayOf(start);
        DateOnly[] days =
        [
            .. Enumerable.Range(0, Math.Max(0, WarehouseCalendar.DayOf(end).DayNumber - first.DayNumber + 1)).Select(first.AddDays),
        ];
        var worked = days.SkipWhile(day => !calendar.IsBusinessDay(day)).Skip(1).Count(calendar.IsBusinessDay);
        return worked == 0 || After(new Window(null, worked), start, calendar) != end.ToUniversalTime()
            ? []
            :
            [
                .. from day in days
                let off = calendar.Off(day)
                where off is not null
                select new PromiseReason(off.Value.Code, day, calendar.Country, Name: off.Value.Name),
            ];
    }
}
