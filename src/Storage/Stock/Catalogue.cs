using System.Collections.Frozen;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>The products, cached for a minute.</summary>
public sealed class Catalogue(TableServiceClient tables, TimeProvider clock)
{
    internal const string Partition = "product";

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly TableClient _catalogue = tables.GetTableClient(StorageSchema.Catalogue);
    private Copy? _copy;

    /// <summary>The product, or null; skus are exact.</summary>
    public async ValueTask<Product?> FindAsync(string sku, CancellationToken cancellation = default) =>
        (await ReadAsync(cancellation)).BySku.GetValueOrDefault(sku);

    /// <summary>All products by sku.</summary>
    public async ValueTask<IReadOnlyList<Product>> AllAsync(CancellationToken cancellation = default) =>
        (await ReadAsync(cancellation)).Products;

    /// <summary>How each of these products is taken back. What is no longer in the catalogue is taken back like anything else.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ReturnPolicy>> ReturnPoliciesAsync(
        IEnumerable<string> skus,
        CancellationToken cancellation = default
    )
    {
        var products = (await ReadAsync(cancellation)).BySku;
        return skus.Distinct(StringComparer.Ordinal)
            .ToDictionary(sku => sku, sku => products.GetValueOrDefault(sku)?.Returns ?? ReturnPolicy.Normal, StringComparer.Ordinal);
    }

    private async ValueTask<Copy> ReadAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_copy is { } copy && now - copy.At < Freshness)
            return copy;

        var products = new List<Product>();
        await foreach (var row in _catalogue.QueryAsync<TableEntity>(TableKey.InPartition(Partition), cancellationToken: cancellation))
            products.Add(row.Read<Product>());
        var fresh = new Copy(now, products, products.ToFrozenDictionary(product => product.Sku, StringComparer.Ordinal));

        // An empty catalogue is one that is just being loaded.
        if (products.Count > 0)
            _copy = fresh;
        return fresh;
    }

    private sealed record Copy(DateTimeOffset At, IReadOnlyList<Product> Products, FrozenDictionary<string, Product> BySku);
}
