namespace Orders.Functions.Domain.Shipping;

/// <summary>
/// Which times of a scan are believed. Deadlines are counted from them and pages show them: one from another century would end the
/// calendar, and the order with it.
/// </summary>
public static class ScanTimes
{
    private static readonly TimeSpan _reach = TimeSpan.FromDays(366);

    /// <summary>Whether a scan may have this time: clocks are wrong, and scans come late, but not by more than a year.</summary>
    /// <param name="now">When its update was received.</param>
    public static bool IsBelieved(DateTimeOffset time, DateTimeOffset now) => (time - now).Duration() <= _reach;
}
