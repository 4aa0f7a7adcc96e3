using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>What an order changes about its reservation, all of it or nothing.</summary>
public sealed record StockAmendment
{
    /// <summary>Units that it no longer wants: first those that it waits for, then those reserved.</summary>
    public IReadOnlyList<ParcelLine> Return { get; init; } = [];

    /// <summary>Skus whose missing units it no longer waits for, however many they are by now.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>By sku: what it takes instead of the units that are still missing, unit for unit.</summary>
    public IReadOnlyDictionary<string, string> Swap { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True if there is nothing to change.</summary>
    [JsonIgnore]
    public bool IsEmpty => Return.Count + Drop.Count + Swap.Count + Take.Count == 0;

    /// <summary>Further units.</summary>
    public IReadOnlyList<ParcelLine> Take { get; init; } = [];
}
