using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// The app is killed and started again: the order ends right, with one capture, one refund at most, one waybill, one mail of each kind.
/// </summary>
public sealed class KillTests(KilledShop killed, ITestOutputHelper output) : IClassFixture<KilledShop>
{
    public static TheoryData<string> Stages => [.. KilledShop.Stages];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Killed_while_an_order_is_there_the_order_ends_right(string stage)
    {
        var (form, order, wasCancelled) = await killed.EndOf(stage);

        Assert.Equal(wasCancelled ? "cancelled" : "closed", order.Status);
        await killed.Shop.AssertEndedAs(order.Status, form, order.Id);
        await killed.Shop.Mailbox.ExpectAsync(
            order.Id,
            wasCancelled ? ["received", "paid", "cancelled"] : ["received", "paid", "shipped", "delivered"]
        );
        Assert.Equal(1, await killed.Shop.Books.WaybillsAsync(order.Number));
    }

    [Fact]
    public async Task Killed_while_placing_the_repeated_call_makes_one_order()
    {
        var (form, order, _) = await killed.EndOf("placing");

        var page = (await killed.Shop.Storefront.GetPathAsync($"api/orders?customerId={form.CustomerId}")).Json;

        Assert.Equal([order.Id], page["orders"]!.AsArray().Select(listed => (string?)listed!["orderId"]));
    }

    [Fact]
    public async Task Killed_at_random_moments_all_orders_end_right()
    {
        output.WriteLine($"The app was killed {killed.Kills} times.");
        Assert.NotEmpty(killed.AtRandomMoments);
        foreach (var (form, order, wasCancelled) in killed.AtRandomMoments)
        {
            Assert.Equal(wasCancelled ? "cancelled" : "closed", order.Status);
            await killed.Shop.AssertEndedAs(order.Status, form, order.Id);
        }
    }

    [Fact]
    public async Task Killed_often_the_stock_balances()
    {
        var levels = await killed.Shop.Books.LevelsAsync();

        var shipped = KilledShop.Stages.Length - 1;
        Assert.Equal((250 - shipped, 0), levels["HW-PRO"]);
        Assert.Equal((500 - killed.AtRandomMoments.Count(ended => !ended.WasCancelled), 0), levels["HW-LITE"]);
    }
}
