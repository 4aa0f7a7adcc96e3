namespace Orders.Functions.Domain.Promises;

/// <summary>The days on which the warehouse works.</summary>
public static class WarehouseCalendar
{
    /// <summary>Asia/Shanghai: China has one zone and no summer time.</summary>
    public static TimeSpan Zone { get; } = TimeSpan.FromHours(8);

    /// <summary>Weekends and public holidays are free; make-up working days are not.</summary>
    public static bool IsBusinessDay(DateOnly day) => BusinessCalendars.BuiltIn.Warehouse.IsBusinessDay(day);

    /// <summary>The day that it is there.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Zone).DateTime);
}
