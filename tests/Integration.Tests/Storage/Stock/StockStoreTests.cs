using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Integration.Tests.Storage.Stock;

public sealed class StockStoreTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Two_hundred_customers_of_a_hundred_units_leave_exactly_none()
    {
        var sku = await StockedAsync(100);

        // Two processes: within one the gate orders the writers, between the two the rows' versions must.
        Stores[] processes = [new(azurite), new(azurite)];
        var reservations = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => ReserveAsync(processes[i % 2], AzuriteFixture.NewId(), sku, 1))
        );

        Assert.Equal(100, reservations.Count(reservation => reservation.Reserved));
        Assert.All(
            reservations.Where(reservation => !reservation.Reserved),
            reservation => Assert.Equal(sku, Assert.Single(reservation.Short).Sku)
        );
        Assert.Equal(new StockLevel(sku, 100, 100), await LevelAsync(sku));
    }

    [Fact]
    public async Task Short_line_stops_all_lines_and_says_what_is_there()
    {
        var stores = new Stores(azurite);
        var (plenty, scarce) = (await StockedAsync(10), await StockedAsync(2));
        var order = AzuriteFixture.NewId();

        var reservation = await stores.Stock.ReserveAsync(order, "", [new(plenty, 1), new(scarce, 2), new(scarce, 1)]);

        Assert.False(reservation.Reserved);
        Assert.Equal([new MissingLine(scarce, 3, 2)], reservation.Short);
        Assert.Equal(0, (await LevelAsync(plenty)).Reserved);
    }

    [Fact]
    public async Task Unknown_sku_is_short()
    {
        var sku = AzuriteFixture.NewId("sku");

        var reservation = await ReserveAsync(new Stores(azurite), AzuriteFixture.NewId(), sku, 1);

        Assert.Equal([new MissingLine(sku, 1, 0)], reservation.Short);
    }

    [Fact]
    public async Task Reservation_shipped_leaves_the_warehouse()
    {
        var stores = new Stores(azurite);
        var sku = await StockedAsync(5);
        var order = AzuriteFixture.NewId();
        await ReserveAsync(stores, order, sku, 3);

        await stores.Stock.ShipAsync(order, "");
        await stores.Stock.ShipAsync(order, "");

        Assert.Equal(new StockLevel(sku, 2, 0), await LevelAsync(sku));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Stock.ReleaseAsync(order, ""));
    }

    [Fact]
    public async Task Reservation_released_is_free_again_and_cannot_be_shipped()
    {
        var stores = new Stores(azurite);
        var sku = await StockedAsync(5);
        var order = AzuriteFixture.NewId();
        await ReserveAsync(stores, order, sku, 3);

        await stores.Stock.ReleaseAsync(order, "");
        await stores.Stock.ReleaseAsync(order, "");

        Assert.Equal(new StockLevel(sku, 5, 0), await LevelAsync(sku));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Stock.ShipAsync(order, ""));
    }

    [Fact]
    public async Task Release_before_the_reservation_prevents_it()
    {
        var stores = new Stores(azurite);
        var sku = await StockedAsync(5);
        var order = AzuriteFixture.NewId();

        await stores.Stock.ReleaseAsync(order, "");

        await Assert.ThrowsAsync<InvalidOperationException>(() => ReserveAsync(stores, order, sku, 1));
        Assert.Equal(0, (await LevelAsync(sku)).Reserved);
    }

    [Fact]
    public async Task Ship_without_a_reservation_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Stores(azurite).Stock.ShipAsync(AzuriteFixture.NewId(), ""));

    [Fact]
    public async Task Reserve_that_died_anywhere_counts_once()
    {
        var sku = await StockedAsync(1000);
        var orders = 0;
        await Stores.SurvivesEachDeathAsync(
            azurite,
            (stores, id) => ReserveAsync(stores, id, sku, 1),
            (_, _) =>
            {
                orders++;
                return Task.CompletedTask;
            }
        );

        // The last round lived through; it counts too.
        Assert.Equal(orders + 1, (await LevelAsync(sku)).Reserved);
    }

    [Fact]
    public async Task Ship_that_died_anywhere_counts_once()
    {
        var sku = await StockedAsync(1000);
        var orders = 0;
        await Stores.SurvivesEachDeathAsync(
            azurite,
            async (stores, id) =>
            {
                await ReserveAsync(new Stores(azurite), id, sku, 1);
                await stores.Stock.ShipAsync(id, "");
            },
            (_, _) =>
            {
                orders++;
                return Task.CompletedTask;
            }
        );

        Assert.Equal(new StockLevel(sku, 1000 - orders - 1, 0), await LevelAsync(sku));
    }

    [Fact]
    public async Task Repeated_split_gives_the_same_parts_and_each_ships_alone()
    {
        var stores = new Stores(azurite);
        var sku = await StockedAsync(5);
        var order = AzuriteFixture.NewId();
        await ReserveAsync(stores, order, sku, 5);

        var first = await stores.Stock.SplitAsync(
            order,
            "",
            [
                [new(sku, 2)],
                [new(sku, 1)],
            ]
        );
        var again = await stores.Stock.SplitAsync(
            order,
            "",
            [
                [new(sku, 1)],
                [new(sku, 1)],
                [new(sku, 1)],
            ]
        );

        Assert.Equal([2, 1], first.Select(part => Assert.Single(part.Lines).Quantity));
        Assert.Equal(first.Select(part => (part.Reference, part.Lines[0])), again.Select(part => (part.Reference, part.Lines[0])));
        Assert.Equal(new StockLevel(sku, 5, 5), await LevelAsync(sku));
        await stores.Stock.ShipAsync(order, first[0].Reference);
        await stores.Stock.ReleaseAsync(order, first[1].Reference);
        Assert.Equal(new StockLevel(sku, 3, 2), await LevelAsync(sku));
        await stores.Stock.ShipAsync(order, "");
        Assert.Equal(new StockLevel(sku, 1, 0), await LevelAsync(sku));
    }

    [Fact]
    public async Task Split_into_more_than_is_reserved_is_refused_and_changes_nothing()
    {
        var stores = new Stores(azurite);
        var sku = await StockedAsync(5);
        var order = AzuriteFixture.NewId();
        await ReserveAsync(stores, order, sku, 2);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            stores.Stock.SplitAsync(
                order,
                "",
                [
                    [new(sku, 2)],
                    [new(sku, 1)],
                ]
            )
        );

        Assert.Empty(await stores.Stock.FindPartsAsync(order, ""));
        await stores.Stock.ReleaseAsync(order, "");
        Assert.Equal(new StockLevel(sku, 5, 0), await LevelAsync(sku));
    }

    [Fact]
    public async Task Split_that_died_anywhere_is_made_once()
    {
        var sku = await StockedAsync(1000);
        await Stores.SurvivesEachDeathAsync(
            azurite,
            async (stores, id) =>
            {
                await ReserveAsync(new Stores(azurite), id, sku, 3);
                await stores.Stock.SplitAsync(
                    id,
                    "",
                    [
                        [new(sku, 1)],
                        [new(sku, 2)],
                    ]
                );
            },
            async (stores, id) => Assert.Equal([1, 2], (await stores.Stock.FindPartsAsync(id, "")).Select(part => part.Lines[0].Quantity))
        );

        var level = await LevelAsync(sku);
        Assert.Equal((1000, 0), (level.OnHand, level.Reserved % 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Reserve_of_nothing_is_refused(int quantity) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ReserveAsync(new Stores(azurite), AzuriteFixture.NewId(), "HW-PRO", quantity));

    private static Task<Reservation> ReserveAsync(Stores stores, string orderId, string sku, int quantity) =>
        stores.Stock.ReserveAsync(orderId, "", [new ParcelLine(sku, quantity)]);

    private async Task<string> StockedAsync(int units)
    {
        var sku = AzuriteFixture.NewId("sku");
        await new Stores(azurite).Stock.ReceiveAsync("test", sku, units);
        return sku;
    }

    private async Task<StockLevel> LevelAsync(string sku) =>
        (await new Stores(azurite).Stock.LevelsAsync()).Single(level => level.Sku == sku);
}
