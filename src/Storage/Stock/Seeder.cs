using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// Makes the tables and queues, and loads the catalogue with its first stock once. Safe at every start, and in several processes at once.
/// </summary>
public sealed class Seeder(TableServiceClient tables, QueueServiceClient queues, StockStore stock, TimeProvider clock, ILogger<Seeder> log)
{
    private const string Marker = "seed";

    /// <exception cref="InvalidDataException">The catalogue file is not what it should be.</exception>
    public async Task SeedAsync(CancellationToken cancellation = default)
    {
        await StorageSchema.CreateAsync(tables, queues, cancellation);
        var catalogue = tables.GetTableClient(StorageSchema.Catalogue);
        if (await catalogue.FindAsync(Marker, Marker, cancellation, "RowKey") is not null)
            return;

        // The marker comes last: a start that broke off is done again, and each row is inserted only where it is missing.
        var file = ReadFile();
        foreach (var (product, units) in file.Products)
        {
            await catalogue.InsertAsync(new TableEntity(Catalogue.Partition, TableKey.Escape(product.Sku)).With(product), cancellation);
            await stock.ReceiveAsync(Marker, product.Sku, units, cancellation);
        }

        await catalogue.InsertAsync(
            new TableEntity(Marker, Marker)
            {
                ["Source"] = file.Source,
                ["Date"] = file.Date.ToString("O", null),
                ["At"] = clock.GetUtcNow(),
            },
            cancellation
        );
        log.LogInformation(
            "Loaded {Products} products of {Date} into the catalogue, with their stock.",
            file.Products.Count,
            file.Date.ToString("O", null)
        );
    }

    internal static CatalogueFile ReadFile()
    {
        using var stream = typeof(Seeder).Assembly.GetManifestResourceStream("catalogue.json")!;
        try
        {
            return JsonSerializer.Deserialize<CatalogueFile>(stream, OrderJson.Strict)! is var file && file.CurrencyError() is { } error
                ? throw new InvalidDataException($"src/Data/catalogue.json: {error}")
                : file;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"src/Data/catalogue.json: {e.Message}", e);
        }
    }

    internal sealed record CatalogueFile(string Source, DateOnly Date, IReadOnlyList<SeededProduct> Products)
    {
        /// <summary>What is wrong with the prices' currency; null: nothing.</summary>
        public string? CurrencyError() =>
            Products.Select(seeded => seeded.Product.Price.Currency).Distinct(StringComparer.Ordinal).ToArray() is [var one]
            && Currencies.IsKnown(one)
                ? null
                : "all prices should be in one currency, with its ISO 4217 code.";
    }

    /// <param name="Stock">Units in the warehouse at the start.</param>
    internal sealed record SeededProduct(Product Product, int Stock);
}
