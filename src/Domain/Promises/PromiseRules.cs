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
        IReadOnlyList<PeakPeriod> peaks = [.. calendars.Peaks.Where(peak => peak.HoldsFor(destination.Territory))];
        var packing = WithPeaks(
            new Stretch(handling.Fastest, handling.Slowest),
            peaks,
            peak => peak.HandlingDays,
            first,
            slowest => Advance(first, slowest, [warehouse], []),
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
        carrying = WithPeaks(carrying, peaks, peak => peak.TransitDays, ready, slowest => Advance(handled, slowest, both, []), why);
        var from = Advance(ready, carrying.Fastest, both, []);
        var to = Advance(handled, carrying.Slowest, both, why);

        why.AddRange(Unknown(both, first, to));
        return new Promise(EndOf(handled), StartOf(from), EndOf(to), string.Join('+', both.Select(calendar => calendar.Version)), why);
    }

    /// <summary>A new date for a delivery that did not come in time: as long again as shipping by the class takes at most, then.</summary>
    public DateTimeOffset Anew(ShippingClass shippingClass, Destination destination, DateTimeOffset now)
    {
        var place = destination.Place;
        var there = place == ShipsFrom.Country ? null : calendars.Find(place);
        BusinessCalendar[] both = there is null ? [calendars.Warehouse] : [calendars.Warehouse, there];
        var today = WarehouseCalendar.DayOf(now);
        var again = WithPeaks(
            new Stretch(0, rates.Transit[shippingClass].Slowest),
            [.. calendars.Peaks.Where(peak => peak.HoldsFor(destination.Territory))],
            peak => peak.TransitDays,
            today,
            slowest => Advance(today, slowest, both, []),
            []
        );
        return EndOf(Advance(today, again.Slowest, both, []));
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

    /// <summary>
    /// Adds the peak periods that a stretch meets; what one adds may bring it into the next.
    /// </summary>
    /// <param name="first">The earliest day that the stretch can begin on.</param>
    /// <param name="end">The day on which it is over after so many business days.</param>
    private static Stretch WithPeaks(
        Stretch stretch,
        IEnumerable<PeakPeriod> peaks,
        Func<PeakPeriod, int> days,
        DateOnly first,
        Func<int, DateOnly> end,
        List<PromiseReason> why
    )
    {
        foreach (var peak in peaks.Where(peak => days(peak) > 0).OrderBy(peak => peak.From))
        {
            if (!peak.Meets(first, end(stretch.Slowest)))
                continue;
            var day = peak.From > first ? peak.From : first;
            stretch = Add(stretch, new PromiseReason(PromiseReasonCode.Peak, day, Days: days(peak), Name: peak.Name), atBest: false, why);
        }

        return stretch;
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
