namespace Orders.Functions.Domain.Ordering;

/// <summary>Where the goods leave from.</summary>
public static class ShipsFrom
{
    /// <summary>What leaves it for elsewhere crosses a border: ISO 3166-1 alpha-2.</summary>
    public const string Country = "CN";
}
