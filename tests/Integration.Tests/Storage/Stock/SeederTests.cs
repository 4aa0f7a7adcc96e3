using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Integration.Tests.Storage.Stock;

/// <summary>On an account of their own each: the catalogue is one.</summary>
public sealed class SeederTests : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    public ValueTask InitializeAsync() => _azurite.InitializeAsync();

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task Seed_loads_catalogue_and_stock_once_however_often_it_died()
    {
        for (var request = 1; request < 400; request += 7)
        {
            try
            {
                await SeedAsync(new Stores(_azurite, new Wire { DiesAt = request, LastArrives = request % 2 == 0 }));
                break;
            }
            catch (ProcessDiedException)
            {
                // The next start goes on.
            }
        }

        var stores = new Stores(_azurite);
        await SeedAsync(stores);
        await SeedAsync(stores);

        var products = await new Catalogue(stores.Tables, stores.Clock).AllAsync();
        Assert.Equal(
            ["AC-CABLE", "AC-CASE", "AC-POWER", "AC-SAFE", "AC-STEEL", "HW-LITE", "HW-PRO", "SW-VAULT"],
            products.Select(product => product.Sku)
        );
        var pro = products.Single(product => product.Sku == "HW-PRO");
        Assert.Equal((new Money(12900, "USD"), ProductKind.Physical, "硬件钱包 Pro"), (pro.Price, pro.Kind, pro.Name.Zh));
        Assert.Equal(ProductKind.Digital, products.Single(product => product.Sku == "SW-VAULT").Kind);
        Assert.Equal(new StockLevel("HW-PRO", 250, 0), (await stores.Stock.LevelsAsync()).Single(level => level.Sku == "HW-PRO"));
    }

    [Fact]
    public async Task Seed_does_not_bring_sold_stock_or_changed_prices_back()
    {
        var stores = new Stores(_azurite);
        await SeedAsync(stores);
        await stores.Stock.ReserveAsync("o-1", "", [new("HW-PRO", 250)]);
        await stores.Stock.ShipAsync("o-1", "");

        await SeedAsync(stores);

        Assert.Equal(new StockLevel("HW-PRO", 0, 0), (await stores.Stock.LevelsAsync()).Single(level => level.Sku == "HW-PRO"));
    }

    private static Task SeedAsync(Stores stores) =>
        new Seeder(stores.Tables, stores.Queues, stores.Stock, stores.Clock, NullLogger<Seeder>.Instance).SeedAsync();
}
