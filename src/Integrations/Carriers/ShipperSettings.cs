using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>
/// Where parcels are picked up and who sends them, by its parts as carriers' programs want it: the settings <c>Shop:Shipper:…</c>.
/// (<see cref="SenderAddress"/> is the same as labels print it.)
/// </summary>
public sealed record ShipperSettings(Address Address)
{
    private const string Section = "Shop:Shipper";

    private static readonly string[] _wanted = ["Name", "Phone", "City", "Line1"];
    private static readonly string[] _known = [.. _wanted, "Company", "Region", "Line2", "PostalCode", "Email"];

    /// <summary>The company, where that is another than the person who hands the parcels over.</summary>
    public string? Company { get; init; }

    public string? Email { get; init; }

    /// <exception cref="SettingException">Something is missing or not known; all of it is named.</exception>
    public static ShipperSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        List<string> errors =
        [
            .. section
                .GetChildren()
                .Where(setting => !_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => $"The setting {setting.Path} is not known."),
            .. _wanted.Where(name => Text(name) is null).Select(name => $"The setting {Section}:{name} is missing."),
        ];
        return errors.Count > 0
            ? throw new SettingException(string.Join(' ', errors))
            : new ShipperSettings(
                new Address(
                    Text("Name")!,
                    Text("Phone")!,
                    ShipsFrom.Country,
                    Text("Region"),
                    Text("City")!,
                    Text("Line1")!,
                    Text("Line2"),
                    Text("PostalCode")
                )
            )
            {
                Company = Text("Company"),
                Email = Text("Email"),
            };

        string? Text(string name) => section[name] is { Length: > 0 } text ? text : null;
    }
}
