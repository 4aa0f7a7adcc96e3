namespace Orders.Functions.Domain.Ordering;

/// <summary>Where goods go, as far as price, duties and time depend on it.</summary>
/// <param name="Country">As the customer wrote it: ISO 3166-1 alpha-2; or the code of a <see cref="Territory"/>.</param>
public sealed record Destination(string Country, string? PostalCode)
{
    public string? Region { get; init; }

    public string? City { get; init; }

    /// <summary>What the tables are looked up by.</summary>
    public Territory Territory => Territories.Of(this);

    /// <summary>The territory's code.</summary>
    public string Place => Territory.Code;

    /// <summary>The territory's code where it is another than the country as it was written; else null.</summary>
    public string? TerritoryWithin => Place is var place && place != Country ? place : null;

    public static Destination Of(Address address) =>
        new(address.Country, address.PostalCode) { Region = address.Region, City = address.City };
}
