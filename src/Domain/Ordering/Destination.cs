namespace Orders.Functions.Domain.Ordering;

/// <summary>Where goods go, as far as price, duties and time depend on it.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Destination(string Country, string? PostalCode)
{
    public static Destination Of(Address address) => new(address.Country, address.PostalCode);
}
