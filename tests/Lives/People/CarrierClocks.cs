using Companies;
using Lives.Scripts;
using Orders.Functions.Domain.Shipping;

namespace Lives.People;

/// <summary>The clocks by which the carrier stamps its scans: most are right.</summary>
internal sealed class CarrierClocks(Life life)
{
    private static readonly TimeSpan _year = TimeSpan.FromDays(365);

    /// <returns>Null: the right time.</returns>
    public DateTimeOffset? At(ITravelling parcel, ParcelStatus status)
    {
        var now = life.World.Clock.Now;
        return PlanOf(parcel) switch
        {
            { Clock: CarrierClock.DaysBehind } plan => now - Days(plan),
            { Clock: CarrierClock.DeliveryDaysBehind } plan when status == ParcelStatus.Delivered => now - Days(plan),
            { Clock: CarrierClock.HourAhead } => now.AddHours(1),
            { Clock: CarrierClock.LocalTime or CarrierClock.LocalTimeWithoutZone } plan => now + ZoneOf(plan.Country),
            { Clock: CarrierClock.YearBehind } => now - _year,
            { Clock: CarrierClock.YearAhead } => now + _year,
            _ => null,
        };
    }

    public bool LeavesZoneOut(ITravelling parcel) => PlanOf(parcel) is { Clock: CarrierClock.LocalTimeWithoutZone };

    // Longer than a parcel waits for the carrier, and than any window.
    private static TimeSpan Days(OrderPlan plan) => TimeSpan.FromDays(40 + (plan.Variant % 100));

    private static TimeSpan ZoneOf(string country) =>
        country switch
        {
            "CN" => TimeSpan.FromHours(8),
            "DE" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromHours(-8),
        };

    // What customers send back goes by carriers of their own.
    private OrderPlan? PlanOf(ITravelling parcel) =>
        parcel is Parcel { Booking.OrderNumber: var number }
        && life.Orders.Values.FirstOrDefault(order => order.OrderNumber == number) is { } placed
            ? life.Script.Orders[placed.Index]
            : null;
}
