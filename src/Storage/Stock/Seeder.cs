using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// Makes the tables and queues, and loads the catalogue with its first stock once. Safe at every start, and in several processes at once.
/// </summary>
public sealed partial class Seeder(
    TableServiceClient tables,
    QueueServiceClient queues,
    StockStore stock,
    TimeProvider clock,
    ILogger<Seeder> log
)
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
            return Checked(JsonSerializer.Deserialize<CatalogueFile>(stream, OrderJson.Strict)!);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"src/Data/catalogue.json: {e.Message}", e);
        }
    }

    /// <exception cref="InvalidDataException">The prices are not of one currency, or a SKU could not stand in an address, or in a reason.</exception>
    internal static CatalogueFile Checked(CatalogueFile file) =>
        file.CurrencyError() is { } error ? throw new InvalidDataException($"src/Data/catalogue.json: {error}")
        : file.Products.FirstOrDefault(seeded => !Sku().IsMatch(seeded.Product.Sku)) is { } wrong
            ? throw new InvalidDataException(
                $"src/Data/catalogue.json: the sku \"{wrong.Product.Sku}\" is not 1 to 40 of letters, digits and - _ . that begin with no dot."
            )
        : file;

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}\\z", RegexOptions.CultureInvariant, Patterns.Limit)]
    private static partial Regex Sku();

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
