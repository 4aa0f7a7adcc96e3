using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>
/// Counts promises: handling in the warehouse's business days, then shipping in days that count at both ends, where the destination's
/// calendar is known. What comes before the cut-off counts from the same day. Never called by an orchestrator: the tables may change
/// between two replays.
/// </summary>
/// <param name="cutOff">The time of day, in the warehouse, after which a day no longer counts as the first.</param>
public sealed class PromiseRules(BusinessCalendars calendars, ShippingRates rates, RemoteAreas areas, TimeOnly cutOff)
{
    /// <summary>The promise for a parcel that is made ready from <paramref name="start"/> on; null: the class does not go there.</summary>
    public Promise? For(ShippingClass shippingClass, Destination destination, DateTimeOffset start)
    {
        var place = destination.Place;
        if (rates.ZoneOf(place) is not { } zone || !zone.Classes.ContainsKey(shippingClass))
            return null;
        var warehouse = calendars.Warehouse;
        var there = place == warehouse.Country ? null : calendars.Find(place);
        BusinessCalendar[] both = there is null ? [warehouse] : [warehouse, there];
        var (handling, transit) = (rates.Handling, rates.Transit[shippingClass]);
        List<PromiseReason> why = [];

        var first = FirstDay(start, why);
        var packing = new Stretch(handling.Fastest, handling.Slowest);
        foreach (var peak in calendars.Peaks.Where(peak => peak.HandlingDays > 0 && peak.Covers(first, destination.Territory)))
            packing = Add(
                packing,
                new PromiseReason(PromiseReasonCode.Peak, first, Days: peak.HandlingDays, Name: peak.Name),
                atBest: false,
                why
            );
        var ready = Advance(first, packing.Fastest, [warehouse], []);
        var handled = Advance(first, packing.Slowest, [warehouse], why);

        var carrying = new Stretch(transit.Fastest, transit.Slowest);
        if (areas.Find(destination) is { ExtraDays: > 0 } area)
            carrying = Add(
                carrying,
                new PromiseReason(PromiseReasonCode.RemoteArea, null, place, area.ExtraDays, area.Name),
                atBest: true,
                why
            );
        if (zone.CustomsDays > 0 && place != warehouse.Country)
            carrying = Add(carrying, new PromiseReason(PromiseReasonCode.Customs, null, place, zone.CustomsDays), atBest: false, why);
        foreach (var peak in calendars.Peaks.Where(peak => peak.TransitDays > 0 && peak.Covers(handled, destination.Territory)))
            carrying = Add(
                carrying,
                new PromiseReason(PromiseReasonCode.Peak, handled, Days: peak.TransitDays, Name: peak.Name),
                atBest: false,
                why
            );
        var from = Advance(ready, carrying.Fastest, both, []);
        var to = Advance(handled, carrying.Slowest, both, why);

        why.AddRange(Unknown(both, first, to));
        return new Promise(EndOf(handled), StartOf(from), EndOf(to), string.Join('+', both.Select(calendar => calendar.Version)), why);
    }

    /// <summary>A new date for a delivery that did not come in time: as long again as shipping by the class takes at most.</summary>
    public DateTimeOffset Anew(ShippingClass shippingClass, Destination destination, DateTimeOffset now)
    {
        var place = destination.Place;
        var there = place == ShipsFrom.Country ? null : calendars.Find(place);
        BusinessCalendar[] both = there is null ? [calendars.Warehouse] : [calendars.Warehouse, there];
        return EndOf(Advance(WarehouseCalendar.DayOf(now), rates.Transit[shippingClass].Slowest, both, []));
    }

    private DateOnly FirstDay(DateTimeOffset start, List<PromiseReason> why)
    {
        var local = start.ToOffset(WarehouseCalendar.Zone);
        var day = WarehouseCalendar.DayOf(start);
        if (calendars.Warehouse.IsBusinessDay(day) && TimeOnly.FromDateTime(local.DateTime) >= cutOff)
        {
            why.Add(new PromiseReason(PromiseReasonCode.AfterCutOff, day));
            day = day.AddDays(1);
        }

        while (calendars.Warehouse.Off(day) is { } off)
        {
            why.Add(new PromiseReason(off.Code, day, calendars.Warehouse.Country, Name: off.Name));
            day = day.AddDays(1);
        }

        return day;
    }

    // The day on which the n-th business day after this one is over.
    private static DateOnly Advance(DateOnly day, int days, BusinessCalendar[] all, List<PromiseReason> why)
    {
        while (days > 0)
        {
            day = day.AddDays(1);
            if (Array.Find(all, calendar => !calendar.IsBusinessDay(day)) is { } closed)
            {
                var off = closed.Off(day)!.Value;
                why.Add(new PromiseReason(off.Code, day, closed.Country, Name: off.Name));
            }
            else
            {
                days--;
            }
        }

        return day;
    }

    private static Stretch Add(Stretch stretch, PromiseReason reason, bool atBest, List<PromiseReason> why)
    {
        why.Add(reason);
        return new Stretch(stretch.Fastest + (atBest ? reason.Days!.Value : 0), stretch.Slowest + reason.Days!.Value);
    }

    private static IEnumerable<PromiseReason> Unknown(BusinessCalendar[] all, DateOnly first, DateOnly last) =>
        from calendar in all
        from year in Enumerable.Range(first.Year, last.Year - first.Year + 1)
        let known = calendar.YearOf(year)
        where known is not { Published: true }
        select new PromiseReason(
            known is null ? PromiseReasonCode.CalendarMissing : PromiseReasonCode.CalendarProvisional,
            new DateOnly(year, 1, 1),
            calendar.Country
        );

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, WarehouseCalendar.Zone);

    private static DateTimeOffset EndOf(DateOnly day) => new(day, new TimeOnly(23, 59, 59), WarehouseCalendar.Zone);

    private readonly record struct Stretch(int Fastest, int Slowest);
}
