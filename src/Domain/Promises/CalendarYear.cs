using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>The free days of one country in one year.</summary>
/// <param name="Published">False: not announced yet; holds what is to be expected by law and by the years before, without make-up working days.</param>
/// <param name="Holidays">Free days, whatever day of the week they are.</param>
/// <param name="Workdays">Days at a weekend that are worked instead of others.</param>
public sealed record CalendarYear(
    int Year,
    bool Published,
    IReadOnlyDictionary<DateOnly, LocalizedText> Holidays,
    IReadOnlySet<DateOnly> Workdays
);

/// <summary>One free day.</summary>
public readonly record struct Holiday(DateOnly Day, LocalizedText Name);

/// <summary>Why nothing is done on a day.</summary>
/// <param name="Name">Of the holiday; null: it is a weekend.</param>
public readonly record struct DayOff(LocalizedText? Name)
{
    public PromiseReasonCode Code => Name is null ? PromiseReasonCode.Weekend : PromiseReasonCode.Holiday;
}
