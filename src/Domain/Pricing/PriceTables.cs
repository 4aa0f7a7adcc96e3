using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Pricing;

/// <summary>The tables that a price depends on, beside the catalogue.</summary>
public sealed record PriceTables(ShippingRates Rates, RemoteAreas RemoteAreas, Restrictions Restrictions, DutyRates Duties)
{
    /// <summary>Who carries what: what nobody takes is not sold there.</summary>
    public CarrierRouting Carriers { get; init; } = CarrierRouting.None;

    /// <summary>Those that are built into the app.</summary>
    /// <exception cref="SettingException">
    /// A file is not what it should be; the message has a sentence for all that is wrong with it.
    /// </exception>
    public static PriceTables Read()
    {
        var tables = new PriceTables(
            DataFile.Read<ShippingRates>("shipping.json"),
            DataFile.Read<RemoteAreas>("remote-areas.json"),
            DataFile.Read<Restrictions>("restrictions.json"),
            DataFile.Read<DutyRates>("duties.json")
        );
        return tables.Rates.Currency == tables.RemoteAreas.Currency && tables.Rates.Currency == tables.Duties.Currency
            ? tables
            : throw new SettingException("src/Data: shipping.json, remote-areas.json and duties.json should have one currency.");
    }
}
