namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// What the products that an order speaks of are called: those that were placed, and those that are or would be on it now. Customers are
/// told names; SKUs are for programs.
/// </summary>
public sealed class ProductNames
{
    private readonly Dictionary<string, LocalizedText> _names = new(StringComparer.Ordinal);

    /// <param name="lines">The same product may come several times.</param>
    public ProductNames(IEnumerable<OrderLine> lines)
    {
        foreach (var line in lines)
            _names.TryAdd(line.Sku, line.Name);
    }

    /// <summary>No product is known: SKUs stay as they are.</summary>
    public static ProductNames None { get; } = new([]);

    /// <summary>The product's name, or its SKU where the order never had it.</summary>
    public string In(string sku, string locale) => _names.TryGetValue(sku, out var name) ? name.In(locale) : sku;
}
