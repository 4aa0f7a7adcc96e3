using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>The products, cached for a minute.</summary>
public sealed class Catalogue
{
    /// <summary>The product, or null; skus are exact.</summary>
    public ValueTask<Product?> FindAsync(string sku, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>All products by sku.</summary>
    public ValueTask<IReadOnlyList<Product>> AllAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}
