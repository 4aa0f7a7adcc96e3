using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Pricing;

/// <summary>What shipping costs and how long it takes: <c>src/Data/shipping.json</c>.</summary>
public sealed record ShippingRates : IDataFile
{
    public required string Version { get; init; }

    public required string Source { get; init; }

    public required DateOnly Date { get; init; }

    public required string Currency { get; init; }

    /// <summary>Cubic centimetres that are charged like one kilogram.</summary>
    public required int VolumetricDivisor { get; init; }

    /// <summary>Business days from the order to the carrier.</summary>
    public required DayRange Handling { get; init; }

    /// <summary>Business days from the carrier to the customer, within one country.</summary>
    public required IReadOnlyDictionary<ShippingClass, DayRange> Transit { get; init; }

    /// <summary>The zone that lists the territory counts, else that of its country, else that of <c>*</c>.</summary>
    public required IReadOnlyList<ShippingZone> Zones { get; init; }

    /// <summary>The most units that are packed into one parcel.</summary>
    public int MaxUnits { get; init; } = 40;

    /// <summary>Null: nothing goes there.</summary>
    /// <param name="place">A <see cref="Territory"/>'s code.</param>
    public ShippingZone? ZoneOf(string place) => ZoneWith(place) ?? ZoneWith(Territories.Named(place).PartOf) ?? ZoneWith("*");

    /// <summary>The rate, or null: nothing of this weight goes there in this class.</summary>
    public ShippingRate? Find(string place, ShippingClass shippingClass, long grams) =>
        ZoneOf(place)?.Classes.TryGetValue(shippingClass, out var rate) == true && grams <= rate.MaxGrams ? rate : null;

    /// <summary>What one parcel may hold; null: nothing goes there in this class.</summary>
    public ParcelLimits? LimitsOf(string place, ShippingClass shippingClass) =>
        ZoneOf(place)?.Classes.TryGetValue(shippingClass, out var rate) == true
            ? new ParcelLimits(rate.MaxGrams, MaxUnits, VolumetricDivisor)
            : null;

    /// <summary>The weight that is charged for goods of this weight and size: the greater of the two.</summary>
    /// <param name="cubicMillimetres">0 where the size is not known.</param>
    public long BillableGrams(long grams, long cubicMillimetres)
    {
        // 1 cm³ is 1,000 mm³, 1 kg is 1,000 g.
        var volumetric = (cubicMillimetres + VolumetricDivisor - 1) / VolumetricDivisor;
        return Math.Max(grams, volumetric);
    }

    private ShippingZone? ZoneWith(string? code) =>
        code is null ? null : Zones.FirstOrDefault(zone => zone.Countries.Contains(code, StringComparer.Ordinal));

    public IEnumerable<string> Errors()
    {
        if (!Currencies.IsKnown(Currency))
            yield return "currency should be an ISO 4217 code of three capital letters.";
        if (VolumetricDivisor < 1)
            yield return "volumetricDivisor should be at least 1 cm³ a kilogram.";
        if (MaxUnits < ParcelPlan.LightUnits)
            yield return $"maxUnits should be at least {ParcelPlan.LightUnits}.";
        if (VolumetricDivisor >= 1 && BillableGrams(0, ParcelPlan.LightCubicMillimetres) > ParcelPlan.LightGrams)
            yield return $"volumetricDivisor should let {ParcelPlan.LightCubicMillimetres} mm³ weigh at most {ParcelPlan.LightGrams} g.";
        if (!Handling.IsRange || Handling.Slowest == 0)
            yield return "handling should be a range of business days.";
        foreach (var shippingClass in Enum.GetValues<ShippingClass>())
        {
            if (!Transit.TryGetValue(shippingClass, out var range) || !range.IsRange || range.Slowest == 0)
                yield return $"transit {OrderJson.Name(shippingClass)} should be a range of business days.";
        }

        foreach (var error in Zones.SelectMany(zone => zone.Errors().Select(error => $"zones {zone.Name}: {error}")))
            yield return error;
        foreach (
            var twice in Zones
                .SelectMany(zone => zone.Countries)
                .GroupBy(country => country, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            yield return $"zones: {twice.Key} stands there {twice.Count()} times.";
        if (ZoneOf(ShipsFrom.Country) is null)
            yield return $"zones: none holds {ShipsFrom.Country}, the warehouse's country.";
    }
}

/// <summary>A number of business days, at best and at most.</summary>
public sealed record DayRange(int Fastest, int Slowest)
{
    internal bool IsRange => Fastest >= 0 && Slowest >= Fastest && Slowest <= 60;
}

/// <param name="CustomsDays">Business days that customs may take beyond shipping.</param>
public sealed record ShippingZone(
    string Name,
    int CustomsDays,
    IReadOnlyList<string> Countries,
    IReadOnlyDictionary<ShippingClass, ShippingRate> Classes
)
{
    internal IEnumerable<string> Errors()
    {
        foreach (var country in Countries.Where(country => country != "*" && !Territories.IsKnown(country)))
            yield return $"{country} is no country.";
        if (CustomsDays is < 0 or > 30)
            yield return "customsDays should be from 0 to 30.";
        if (Classes.Count == 0)
            yield return "it has no class.";
        foreach (var (shippingClass, rate) in Classes)
        {
            if (rate.First < 0 || rate.Step < 0 || rate.FirstGrams < 0 || rate.StepGrams < 1 || rate.MaxGrams < 1)
                yield return $"{OrderJson.Name(shippingClass)} has a figure below its least: first, step and firstGrams 0, "
                    + "stepGrams and maxGrams 1.";
            if (rate.MaxGrams < ParcelPlan.LightGrams)
                yield return $"{OrderJson.Name(shippingClass)} maxGrams should be at least {ParcelPlan.LightGrams}.";
        }
    }
}

/// <param name="First">In minor units, for the first <paramref name="FirstGrams"/>.</param>
/// <param name="Step">In minor units, for each further <paramref name="StepGrams"/> begun.</param>
/// <param name="MaxGrams">The heaviest that may be sent.</param>
public sealed record ShippingRate(long First, int FirstGrams, long Step, int StepGrams, int MaxGrams)
{
    /// <summary>The fee in minor units.</summary>
    public long Fee(long grams)
    {
        var beyond = Math.Max(0, grams - FirstGrams);
        return checked(First + (Step * ((beyond + StepGrams - 1) / StepGrams)));
    }
}
