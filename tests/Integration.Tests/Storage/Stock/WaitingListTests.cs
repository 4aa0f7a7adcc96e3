using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Stock;

/// <summary>The line of orders that wait for goods: oldest first, nobody overtaken, nothing promised twice.</summary>
public sealed class WaitingListTests(AzuriteFixture azurite)
{
    private readonly Stores _stores = new(azurite);

    [Fact]
    public async Task Of_two_hundred_orders_for_a_hundred_units_half_are_backordered()
    {
        var sku = await StockedAsync(100);
        Stores[] processes = [new(azurite), new(azurite)];

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => ReserveAsync(AzuriteFixture.NewId(), i, processes[i % 2], (sku, 1)))
        );

        Assert.Equal(100, answers.Count(answer => answer.Reserved));
        Assert.All(answers.Where(answer => !answer.Reserved), answer => Assert.Equal([new MissingLine(sku, 1, 0)], answer.Short));
        Assert.Equal(new StockLevel(sku, 100, 100, Awaited: 100), await LevelAsync(sku));
    }

    [Fact]
    public async Task Oldest_order_is_served_first_whoever_came_into_line_first()
    {
        var sku = await StockedAsync(0);
        var (newer, older) = (AzuriteFixture.NewId(), AzuriteFixture.NewId());
        await ReserveAsync(newer, placed: 2, lines: (sku, 1));
        await ReserveAsync(older, placed: 1, lines: (sku, 1));

        await ReceiveAsync("d1", sku, 1);

        Assert.Equal([older], (await _stores.Stock.AllotAsync(sku)).Select(arrival => arrival.OrderId));
    }

    [Fact]
    public async Task Later_small_order_does_not_overtake_an_older_big_backorder()
    {
        var sku = await StockedAsync(1);
        var (big, small) = (AzuriteFixture.NewId(), AzuriteFixture.NewId());
        await ReserveAsync(big, placed: 1, lines: (sku, 5));
        await ReserveAsync(small, placed: 2, lines: (sku, 1));

        await ReceiveAsync("d1", sku, 3);
        Assert.Empty(await _stores.Stock.AllotAsync(sku));
        Assert.Equal(new StockLevel(sku, 4, 4, Awaited: 2), await LevelAsync(sku));

        await ReceiveAsync("d2", sku, 2);
        Assert.Equal([big, small], (await _stores.Stock.AllotAsync(sku)).Select(arrival => arrival.OrderId));
        Assert.Equal(new StockLevel(sku, 6, 6), await LevelAsync(sku));
    }

    [Fact]
    public async Task Backorder_of_several_skus_gets_each_as_it_comes()
    {
        var (first, second) = (await StockedAsync(0), await StockedAsync(0));
        var order = AzuriteFixture.NewId();
        await ReserveAsync(order, 1, null, (first, 1), (second, 1));
        await ReserveAsync(AzuriteFixture.NewId(), placed: 2, lines: (first, 1));
        await ReserveAsync(AzuriteFixture.NewId(), placed: 3, lines: (second, 1));

        await ReceiveAsync("d1", second, 1);
        var half = Assert.Single(await _stores.Stock.AllotAsync(second));
        await ReceiveAsync("d2", first, 1);
        var whole = Assert.Single(await _stores.Stock.AllotAsync(first));

        Assert.Equal((order, order), (half.OrderId, whole.OrderId));
        Assert.Equal([new ParcelLine(first, 1)], half.Missing);
        Assert.Empty(whole.Missing);
        Assert.True(half.Revision < whole.Revision);
    }

    [Fact]
    public async Task Units_that_arrived_for_backorders_are_not_sold_past_them()
    {
        var sku = await StockedAsync(0);
        await ReserveAsync(AzuriteFixture.NewId(), placed: 1, lines: (sku, 2));
        await ReceiveAsync("d1", sku, 3);

        // Nobody has allotted yet: the newcomer may have the third unit, and no more.
        var greedy = await _stores.Stock.ReserveAsync(AzuriteFixture.NewId(), "order", [new(sku, 2)]);
        var modest = await _stores.Stock.ReserveAsync(AzuriteFixture.NewId(), "order", [new(sku, 1)]);

        Assert.Equal([new MissingLine(sku, 2, 1)], greedy.Short);
        Assert.True(modest.Reserved);
        Assert.Single(await _stores.Stock.AllotAsync(sku));
        Assert.Equal(new StockLevel(sku, 3, 3), await LevelAsync(sku));
    }

    [Fact]
    public async Task Released_units_go_to_the_oldest_backorder_and_the_queue_is_told()
    {
        var sku = await StockedAsync(1);
        var (holder, waiting) = (AzuriteFixture.NewId(), AzuriteFixture.NewId());
        await ReserveAsync(holder, placed: 1, lines: (sku, 1));
        await ReserveAsync(waiting, placed: 2, lines: (sku, 1));

        await _stores.Stock.ReleaseAsync(holder, "order");

        Assert.Contains(sku, await FreedAsync());
        Assert.Equal(waiting, Assert.Single(await _stores.Stock.AllotAsync(sku)).OrderId);
    }

    [Fact]
    public async Task Order_that_leaves_the_line_lets_the_next_one_up()
    {
        var sku = await StockedAsync(1);
        var (leaver, next) = (AzuriteFixture.NewId(), AzuriteFixture.NewId());
        await ReserveAsync(leaver, placed: 1, lines: (sku, 3));
        await ReserveAsync(next, placed: 2, lines: (sku, 1));

        await _stores.Stock.ReleaseAsync(leaver, "order");

        Assert.Equal(next, Assert.Single(await _stores.Stock.AllotAsync(sku)).OrderId);
        Assert.Equal(new StockLevel(sku, 1, 1), await LevelAsync(sku));
    }

    [Fact]
    public async Task Substitute_takes_the_place_of_what_is_still_missing_all_or_none()
    {
        var (scarce, substitute) = (await StockedAsync(1), await StockedAsync(2));
        var order = AzuriteFixture.NewId();
        await ReserveAsync(order, placed: 1, lines: (scarce, 4));
        Task<Reservation> SwapAsync(string step) =>
            _stores.Stock.AmendAsync(order, "order", step, new() { Swap = new Dictionary<string, string> { [scarce] = substitute } });

        var refused = await SwapAsync("s1");
        await ReceiveAsync("d1", scarce, 1);
        await _stores.Stock.AllotAsync(scarce);
        var swapped = await SwapAsync("s2");
        var again = await SwapAsync("s2");

        Assert.Equal([new MissingLine(substitute, 3, 2)], refused.Short);
        Assert.Equal([new ParcelLine(scarce, 2)], swapped.WrittenOff);
        Assert.Equal(swapped.WrittenOff, again.WrittenOff);
        Assert.Equal(
            (new StockLevel(scarce, 2, 2), new StockLevel(substitute, 2, 2)),
            (await LevelAsync(scarce), await LevelAsync(substitute))
        );
    }

    [Fact]
    public async Task Dropped_line_takes_backordered_units_first_and_releases_the_reserved()
    {
        var sku = await StockedAsync(2);
        var (order, next) = (AzuriteFixture.NewId(), AzuriteFixture.NewId());
        await ReserveAsync(order, placed: 1, lines: (sku, 3));
        await ReserveAsync(next, placed: 2, lines: (sku, 2));

        var answer = await _stores.Stock.AmendAsync(order, "order", "s1", new() { Return = [new(sku, 2)] });

        Assert.Empty(answer.Missing);
        Assert.Equal(new StockLevel(sku, 2, 1, Awaited: 2), await LevelAsync(sku));
        Assert.Empty(await _stores.Stock.AllotAsync(sku));
        Assert.Equal(new StockLevel(sku, 2, 2, Awaited: 1), await LevelAsync(sku));
    }

    [Fact]
    public async Task Parcels_leave_one_by_one_while_the_backorder_waits()
    {
        var (here, later) = (await StockedAsync(1), await StockedAsync(0));
        var order = AzuriteFixture.NewId();
        await ReserveAsync(order, 1, null, (here, 1), (later, 1));

        await _stores.Stock.ShipAsync(order, "order", "p1", [new(here, 1)]);
        await _stores.Stock.ShipAsync(order, "order", "p1", [new(here, 1)]);
        await ReceiveAsync("d1", later, 1);
        await _stores.Stock.AllotAsync(later);
        await _stores.Stock.ShipAsync(order, "order", "p2", [new(later, 1)]);

        Assert.Equal((new StockLevel(here, 0, 0), new StockLevel(later, 0, 0)), (await LevelAsync(here), await LevelAsync(later)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _stores.Stock.ReleaseAsync(order, "order"));
    }

    [Fact]
    public async Task Delivery_received_twice_counts_once()
    {
        var sku = await StockedAsync(0);

        Assert.Equal(Receipt.New, await ReceiveAsync("d1", sku, 5));
        Assert.Equal(Receipt.KnownBefore, await ReceiveAsync("d1", sku, 5));

        Assert.Equal(new StockLevel(sku, 5, 0), await LevelAsync(sku));
    }

    [Fact]
    public async Task Long_line_is_served_to_its_end_by_two_processes_at_once()
    {
        var sku = await StockedAsync(0);
        var orders = Enumerable.Range(0, 60).Select(_ => AzuriteFixture.NewId()).ToList();
        await Task.WhenAll(orders.Select((order, i) => ReserveAsync(order, i, null, (sku, 1))));
        await ReceiveAsync("d1", sku, 55);

        var told = await Task.WhenAll(new Stores(azurite).Stock.AllotAsync(sku), new Stores(azurite).Stock.AllotAsync(sku));

        Assert.Equal(
            orders.Take(55).Order(StringComparer.Ordinal),
            told.SelectMany(arrivals => arrivals).Select(arrival => arrival.OrderId).Order(StringComparer.Ordinal)
        );
        Assert.Equal(new StockLevel(sku, 55, 55, Awaited: 5), await LevelAsync(sku));
    }

    [Fact]
    public async Task Crash_while_units_arrive_leaves_each_unit_with_one_notified_order()
    {
        var sku = await StockedAsync(0);
        var rounds = 0;
        await Stores.SurvivesEachDeathAsync(
            azurite,
            async (stores, id) =>
            {
                await stores.Stock.ReserveAvailableAsync(id, "order", At(rounds), [new(sku, 1)]);
                await stores.Stock.ReceiveAsync(id, sku, 1);
                await stores.Stock.AllotAsync(sku);
            },
            async (stores, id) =>
            {
                rounds++;
                Assert.Contains(await stores.Stock.ArrivalsAsync(), arrival => arrival.OrderId == id);
            }
        );

        Assert.Equal(new StockLevel(sku, rounds + 1, rounds + 1), await LevelAsync(sku));
    }

    [Fact]
    public async Task Sweep_queues_a_look_where_a_message_was_lost()
    {
        var sku = await StockedAsync(0);
        await ReserveAsync(AzuriteFixture.NewId(), placed: 1, lines: (sku, 1));
        await ReceiveAsync("d1", sku, 1);
        await _stores.Queues.GetQueueClient(StockStore.Queue).ClearMessagesAsync();

        Assert.True(await _stores.Stock.SweepAsync() > 0);

        Assert.Contains(sku, await FreedAsync());
    }

    private static DateTimeOffset At(int minutes) => Samples.Noon.AddMinutes(minutes);

    private Task<Receipt> ReceiveAsync(string delivery, string sku, int units) => _stores.Stock.ReceiveAsync(delivery, sku, units);

    /// <summary>As the activity does: one whose process was always second is tried again.</summary>
    private async Task<Reservation> ReserveAsync(string order, int placed, Stores? stores = null, params (string Sku, int Quantity)[] lines)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await (stores ?? _stores).Stock.ReserveAvailableAsync(
                    order,
                    "order",
                    At(placed),
                    [.. lines.Select(line => new ParcelLine(line.Sku, line.Quantity))]
                );
            }
            catch (StorageContentionException) when (tries < 10) { }
        }
    }

    private async Task<IReadOnlyList<string>> FreedAsync()
    {
        // Nobody else reads this queue in these tests: what others sent is passed over.
        var queue = _stores.Queues.GetQueueClient(StockStore.Queue);
        List<string> skus = [];
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
            skus.AddRange(messages.Select(message => JsonSerializer.Deserialize<StockFreed>(message.MessageText, OrderJson.Options)!.Sku));
        return skus;
    }

    private async Task<string> StockedAsync(int units)
    {
        var sku = AzuriteFixture.NewId("sku");
        if (units > 0)
            await ReceiveAsync("test", sku, units);
        return sku;
    }

    private async Task<StockLevel> LevelAsync(string sku) => (await _stores.Stock.LevelsAsync()).Single(level => level.Sku == sku);
}
