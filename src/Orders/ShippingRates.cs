namespace Orders.Functions.Orders;

/// <summary>What carriage costs: <c>src/Data/shipping.json</c>.</summary>
/// <param name="Version">Names this table in the order of its appearance: <c>2026-11</c>.</param>
/// <param name="Zones">The first zone that lists the country counts; <c>*</c> lists all.</param>
public sealed record ShippingRates(string Version, string Currency, IReadOnlyList<ShippingZone> Zones)
{
    /// <summary>The rate, or null: nothing of this weight goes there in this class.</summary>
    public ShippingRate? Find(string country, ShippingClass shippingClass, long grams) =>
        Zones.FirstOrDefault(zone => zone.Countries.Contains(country, StringComparer.Ordinal) || zone.Countries.Contains("*", StringComparer.Ordinal)) is { } zone
            && zone.Classes.TryGetValue(shippingClass, out var rate)
            && grams <= rate.MaxGrams
            ? rate
            : null;
}

public sealed record ShippingZone(string Name, IReadOnlyList<string> Countries, IReadOnlyDictionary<ShippingClass, ShippingRate> Classes);

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
