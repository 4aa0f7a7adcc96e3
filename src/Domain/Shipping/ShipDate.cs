namespace Orders.Functions.Domain.Shipping;

/// <summary>The day on which the carrier takes a parcel over, as far as it is known.</summary>
public static class ShipDate
{
    /// <summary>
    /// The day of the first scan that says so; before it the day that was promised, or today if that is over: what has not left yet does
    /// not leave in the past.
    /// </summary>
    /// <param name="zone">The warehouse's.</param>
    public static DateOnly Of(ParcelState parcel, DateTimeOffset now, TimeSpan zone)
    {
        DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(zone).Date);
        if (parcel.Scans.FirstOrDefault(scan => scan.Status.Rank() >= ParcelStatus.PickedUp.Rank()) is { } taken)
            return Day(taken.Time);
        var planned = Day(parcel.Promise?.HandlingBy ?? now);
        return planned > Day(now) ? planned : Day(now);
    }
}
