using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Promises;

/// <summary>Days for which the shop has announced that everything takes longer.</summary>
/// <param name="From">First day, in the warehouse's zone.</param>
/// <param name="To">Last day.</param>
/// <param name="HandlingDays">Business days that handling takes more at most, if it lies in these days, or in some of them.</param>
/// <param name="TransitDays">Business days that shipping takes more at most, if the parcel is under way on one of them.</param>
/// <param name="Destinations">Countries it holds for; null: all.</param>
public sealed record PeakPeriod(
    DateOnly From,
    DateOnly To,
    LocalizedText Name,
    int HandlingDays,
    int TransitDays,
    IReadOnlyList<string>? Destinations = null
)
{
    public bool HoldsFor(Territory there) => Destinations is null || there.IsIn(Destinations);

    /// <summary>True if one of the days from <paramref name="first"/> to <paramref name="last"/> is in it.</summary>
    public bool Meets(DateOnly first, DateOnly last) => first <= To && last >= From;

    internal IEnumerable<string> Errors()
    {
        if (To < From)
            yield return $"it ends on {To:yyyy-MM-dd}, before it begins.";
        if (HandlingDays is < 0 or > 20 || TransitDays is < 0 or > 20)
            yield return "handlingDays and transitDays should be from 0 to 20.";
        foreach (var country in (Destinations ?? []).Where(country => !Territories.IsKnown(country)))
            yield return $"{country} is no country.";
    }
}
