using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>
/// Which carriers take a parcel: the settings <c>Carriers:Routes:{n}:…</c>. The first route that fits comes first, the others are taken
/// while that carrier is switched off. Without any route, every carrier takes every parcel.
/// </summary>
public sealed record CarrierRouting(IReadOnlyList<CarrierRoute> Routes)
{
    /// <summary>The section within that of carriers.</summary>
    public const string Setting = "Routes";

    private const string Section = $"Carriers:{Setting}";

    public static CarrierRouting None { get; } = new([]);

    /// <summary>True if some carrier takes the parcel.</summary>
    public bool Takes(ParcelToCarry parcel) => Routes.Count == 0 || Routes.Any(route => route.Takes(parcel));

    /// <summary>The carriers that take a parcel, the first choice first.</summary>
    /// <param name="all">Those that are set up.</param>
    public IReadOnlyList<string> For(ParcelToCarry parcel, IReadOnlyCollection<string> all) =>
        Routes.Count == 0
            ? [.. all]
            : [.. Routes.Where(route => route.Takes(parcel)).Select(route => route.Carrier).Distinct(StringComparer.Ordinal)];

    /// <summary>Checks that the routes are of carriers that are set up.</summary>
    /// <exception cref="SettingException">One is not, or there are several carriers and no routes.</exception>
    public void CheckCarriers(IReadOnlyCollection<string> carriers)
    {
        if (Routes.Count == 0 && carriers.Count > 1)
            throw new SettingException($"The settings {Section}:… are missing: there are several carriers, {string.Join(", ", carriers)}.");
        if (Routes.FirstOrDefault(route => !carriers.Contains(route.Carrier)) is { } route)
            throw new SettingException(
                $"A setting {Section}:… names the carrier {route.Carrier}, which is not set up: there is {string.Join(", ", carriers)}."
            );
    }

    /// <summary>Checks that nothing else is set in the section of carriers.</summary>
    /// <param name="companies">Whose own settings lie there too; their adapters read them.</param>
    /// <exception cref="SettingException">A setting is not known.</exception>
    public static void CheckSettings(IConfiguration configuration, params IReadOnlyCollection<string> companies)
    {
        var known = companies.Append(Setting).Append(ScanTimes.Setting);
        if (
            configuration
                .GetSection("Carriers")
                .GetChildren()
                .FirstOrDefault(one => !known.Contains(one.Key, StringComparer.OrdinalIgnoreCase)) is
            { } unknown
        )
            throw new SettingException($"The setting {unknown.Path} is not known.");
    }

    /// <summary>Reads the routes; whether their carriers are set up: <see cref="CheckCarriers"/>.</summary>
    /// <exception cref="SettingException">Something is wrong; all of it is named.</exception>
    public static CarrierRouting Read(IConfiguration configuration)
    {
        List<string> errors = [];
        List<CarrierRoute> routes = [];
        foreach (
            var route in configuration.GetSection(Section).GetChildren().OrderBy(route => route.Key, ConfigurationKeyComparer.Instance)
        )
        {
            if (int.TryParse(route.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                routes.Add(CarrierRoute.Read(route, errors));
            else
                errors.Add($"The setting {route.Path} is not known: routes are numbered, {Section}:0:….");
        }

        return errors.Count == 0 ? new CarrierRouting(routes) : throw new SettingException(string.Join(' ', errors));
    }
}

/// <summary>What is to be carried, as far as it matters who does.</summary>
/// <param name="Place">A <see cref="Territory"/>'s code.</param>
/// <param name="Hazard"><see cref="Product.Hazard"/> of what is in it: a parcel has one kind.</param>
public sealed record ParcelToCarry(string Place, ShippingClass Class, int WeightGrams, string? Hazard);

/// <summary>Parcels that a carrier takes.</summary>
/// <param name="Places">Countries with all that is a part of them, or single territories; none: everywhere.</param>
/// <param name="Except">Where it does not go all the same.</param>
/// <param name="Classes">None: all.</param>
/// <param name="MaxGrams">The heaviest; null: no limit of its own.</param>
/// <param name="Hazards">Kinds of dangerous goods that it takes beside harmless ones.</param>
public sealed record CarrierRoute(
    string Carrier,
    IReadOnlyList<string> Places,
    IReadOnlyList<string> Except,
    IReadOnlyList<ShippingClass> Classes,
    int? MaxGrams,
    IReadOnlyList<string> Hazards
)
{
    private static readonly string[] _known =
    [
        nameof(Carrier),
        "Countries",
        "ExceptCountries",
        nameof(Classes),
        nameof(MaxGrams),
        nameof(Hazards),
    ];

    public bool Takes(ParcelToCarry parcel)
    {
        var territory = Territories.Named(parcel.Place);
        return (Places.Count == 0 || territory.IsIn(Places))
            && !territory.IsIn(Except)
            && (Classes.Count == 0 || Classes.Contains(parcel.Class))
            && (MaxGrams is not { } most || parcel.WeightGrams <= most)
            && (parcel.Hazard is null || Hazards.Contains(parcel.Hazard, StringComparer.Ordinal));
    }

    internal static CarrierRoute Read(IConfigurationSection section, List<string> errors)
    {
        errors.AddRange(
            section
                .GetChildren()
                .Where(setting => !_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => $"The setting {setting.Path} is not known.")
        );
        var carrier = section[nameof(Carrier)] ?? "";
        if (carrier.Length == 0)
            errors.Add($"The setting {section.Path}:{nameof(Carrier)} is missing.");
        List<ShippingClass> classes = [];
        foreach (var name in List(section, nameof(Classes)))
        {
            if (OrderJson.TryParse<ShippingClass>(name.ToLowerInvariant(), out var shippingClass))
                classes.Add(shippingClass);
            else
                errors.Add($"The setting {section.Path}:{nameof(Classes)} names {name}, which is no shipping class.");
        }

        int? most = null;
        if (section[nameof(MaxGrams)] is { Length: > 0 } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var grams) && grams > 0)
                most = grams;
            else
                errors.Add($"The setting {section.Path}:{nameof(MaxGrams)} should be a whole number of grams.");
        }

        return new CarrierRoute(
            carrier,
            Countries("Countries"),
            Countries("ExceptCountries"),
            classes,
            most,
            List(section, nameof(Hazards))
        );

        IReadOnlyList<string> Countries(string setting)
        {
            var countries = List(section, setting).Select(country => country.ToUpperInvariant()).ToList();
            errors.AddRange(
                countries
                    .Where(country => !Territories.IsKnown(country))
                    .Select(country => $"The setting {section.Path}:{setting} names {country}, which is no country.")
            );
            return countries;
        }
    }

    private static string[] List(IConfigurationSection section, string setting) =>
        (section[setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
