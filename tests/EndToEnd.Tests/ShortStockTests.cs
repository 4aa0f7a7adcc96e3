using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;
using Orders.Functions.Storage.Stock;

namespace EndToEnd.Tests;

/// <summary>
/// More orders than goods, in a shop of its own: what is there goes out once, and the others are asked, wait, and are served in their
/// order.
/// </summary>
[Collection(nameof(Crowds))]
public sealed class ShortStockTests(ITestOutputHelper output)
{
    private const string Sku = "HW-PRO";
    private const int Units = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Orders_beyond_the_stock_are_offered_a_choice_and_the_others_ship()
    {
        await using var shop = await Shop.OpenAsync();
        await LeaveAsync(shop, units: Units);
        var started = Stopwatch.GetTimestamp();

        var orders = await WithSomeAtOnceAsync(
            Enumerable.Range(0, 2 * Units).ToList(),
            _ => shop.Storefront.PlaceAsync(new OrderForm { Lines = [(Sku, 1)] })
        );

        // All of them looked while there was enough for each.
        await WithSomeAtOnceAsync(orders, order => shop.Storefront.WaitForAsync(order.Id, "awaiting_payment"));
        await WithSomeAtOnceAsync(orders, order => PayAsync(shop, order));
        var level = await Eventually.GetAsync(
            () => LevelAsync(shop),
            level => level.Reserved + level.Awaited == 2 * Units,
            "every order has its goods or stands in the backorder queue",
            Limit
        );
        Assert.Equal((Units, Units, Units), (level.OnHand, level.Reserved, level.Awaited));
        output.WriteLine($"{2 * Units} orders placed, paid and served or asked in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");

        var ends = await WithSomeAtOnceAsync(orders, order => shop.Walker.WalkAsync(order.Id, "shipped", "awaiting_stock_decision"));
        output.WriteLine($"{Units} shipped after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");

        Assert.Equal(
            (Units, Units),
            (ends.Count(end => end.Status == "shipped"), ends.Count(end => end.Status == "awaiting_stock_decision"))
        );
        level = await LevelAsync(shop);
        Assert.Equal((0, 0, Units), (level.OnHand, level.Reserved, level.Awaited));

        // The rest: one gives up, one unit comes for each of the three oldest others.
        var waiting = ends.Where(end => end.Status == "awaiting_stock_decision").OrderBy(PlacedAt).ToList();
        Assert.All(waiting, end => Assert.Equal(["refund", "substitute", "wait"], Options(end)));
        (await shop.Storefront.DecideStockAsync(waiting[1].Id, new { choice = "refund" })).Expect(HttpStatusCode.OK);
        (
            await shop.Operations.PostAsync(
                $"stock/{Sku}/receive",
                new
                {
                    delivery = "d-1",
                    quantity = 3,
                    by = "mei",
                }
            )
        ).Expect(HttpStatusCode.OK);
        (
            await shop.Operations.PostAsync(
                $"stock/{Sku}/receive",
                new
                {
                    delivery = "d-1",
                    quantity = 3,
                    by = "mei",
                }
            )
        ).Expect(HttpStatusCode.OK);

        foreach (var served in (OrderSeen[])[waiting[0], waiting[2], waiting[3]])
            await Eventually.GetAsync(
                () => shop.Storefront.GetAsync(served.Id),
                order => order.Status == "preparing",
                $"order {served.Id} is served",
                Limit
            );
        Assert.Equal(
            "cancelled",
            (await Eventually.GetAsync(() => shop.Storefront.GetAsync(waiting[1].Id), order => order.IsFinal, "the refund", Limit)).Status
        );
        Assert.Equal("awaiting_stock_decision", (await shop.Storefront.GetAsync(waiting[4].Id)).Status);
        level = await LevelAsync(shop);
        Assert.Equal((3, 3, Units - 4), (level.OnHand, level.Reserved, level.Awaited));
        Assert.Empty(await shop.Books.AlertsAsync());
    }

    [Fact]
    public async Task Customer_takes_a_dearer_substitute_and_pays_the_price_adjustment()
    {
        await using var shop = await Shop.OpenAsync();
        var form = new OrderForm { Lines = [("HW-LITE", 1)] };
        var order = await shop.Storefront.PlaceAsync(form);
        await shop.Walker.WalkAsync(order.Id, "awaiting_payment");
        await LeaveAsync(shop, units: 0, sku: "HW-LITE");
        await shop.Walker.WalkAsync(order.Id, "awaiting_stock_decision");
        await shop.Mailbox.ExpectAsync(order.Id, "received", "paid", "stock_question");

        var decided = (await shop.Storefront.DecideStockAsync(order.Id, new { choice = "substitute" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("HW-PRO", (string?)decided["lines"]![0]!["sku"]);
        var asked = await shop.Storefront.WaitForAsync(order.Id, "awaiting_payment");
        Assert.Equal(7000, asked.Due);
        (await shop.Company.PayAsync(order.Id, eventId: $"{order.Id}-difference")).Expect(HttpStatusCode.OK);

        var end = await shop.Walker.WalkAsync(order.Id, "closed");
        Assert.Equal(("closed", 12900 + 3000), (end.Status, end.Paid));
        Assert.Empty(await shop.Books.DifferencesAsync(order.Id));
    }

    [Fact]
    public async Task Customer_who_orders_what_is_sold_out_chooses_before_paying()
    {
        await using var shop = await Shop.OpenAsync();
        await LeaveAsync(shop, units: 0, sku: "HW-LITE");
        var order = await shop.Storefront.PlaceAsync(new OrderForm { Lines = [("HW-LITE", 1)] });
        Assert.Equal("HW-LITE", (string?)order.View["short"]![0]!["sku"]);
        var asked = await shop.Storefront.WaitForAsync(order.Id, "awaiting_stock_decision");
        Assert.Equal((0, 0), (asked.Due, asked.Paid));
        await shop.Mailbox.ExpectAsync(order.Id, "received", "stock_question");

        (await shop.Storefront.DecideStockAsync(order.Id, new { choice = "substitute" })).Expect(HttpStatusCode.OK);
        var unpaid = await shop.Storefront.WaitForAsync(order.Id, "awaiting_payment");
        Assert.Equal(12900 + 3000, unpaid.Due);

        var end = await shop.Walker.WalkAsync(order.Id, "closed");
        Assert.Equal(("closed", 12900 + 3000, 0L), (end.Status, end.Paid, end.Refunded));
        Assert.Empty(await shop.Books.DifferencesAsync(order.Id));
    }

    /// <summary>Takes units off the shelf until so many are left.</summary>
    private static async Task LeaveAsync(Shop shop, int units, string sku = Sku)
    {
        var level = Assert.Single(await shop.Books.Stock.LevelsAsync(), level => level.Sku == sku);
        await shop.Books.Stock.ReserveAsync("sold-elsewhere", sku, [new(sku, level.OnHand - units)]);
        await shop.Books.Stock.ShipAsync("sold-elsewhere", sku);
    }

    private static Task<StockLevel> LevelAsync(Shop shop) => shop.Books.Stock.LevelAsync(Sku);

    /// <summary>Pays as soon as there is something to pay; does not look what becomes of it.</summary>
    private static async Task<Answer> PayAsync(Shop shop, OrderSeen order) =>
        (
            await Eventually.GetAsync(
                () => shop.Company.PayAsync(order.Id, eventId: $"{order.Id}-pay"),
                answer => answer.Status == HttpStatusCode.OK,
                $"the payment of order {order.Id}",
                Limit
            )
        ).Expect(HttpStatusCode.OK);

    /// <summary>So many at once that they meet, and so few that looking at them is not most of the work.</summary>
    private static async Task<IReadOnlyList<TResult>> WithSomeAtOnceAsync<T, TResult>(IReadOnlyList<T> all, Func<T, Task<TResult>> work)
    {
        var results = new TResult[all.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, all.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 24 },
            async (i, _) => results[i] = await work(all[i])
        );
        return results;
    }

    private static DateTimeOffset PlacedAt(OrderSeen order) => DateTimeOffset.Parse((string)order.View["placedAt"]!);

    private static IEnumerable<string> Options(OrderSeen order) =>
        ((JsonArray)order.View["short"]![0]!["options"]!).Select(option => (string)option!);
}
