namespace Orders.Functions.Orders;

/// <summary>The days on which the warehouse works.</summary>
public static class WarehouseCalendar
{
    /// <summary>China has one zone and no summer time.</summary>
    public static TimeSpan Zone { get; } = TimeSpan.FromHours(8);

    /// <summary>Monday to Friday. Public holidays and make-up working days are data that is not loaded yet.</summary>
    public static bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
