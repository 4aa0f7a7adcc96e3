namespace EndToEnd.Tests;

/// <summary>Two hosts on one hub share the work; either may die, and the other goes on with all of it.</summary>
[Collection(nameof(Crowds))]
public sealed class TwoHostsTests
{
    // What the dead one had in hand comes back after a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Surviving_one_of_two_hosts_brings_all_orders_to_their_end()
    {
        await using var fleet = await Fleet.OpenAsync(new Dictionary<string, string>(), app: null);
        await fleet.AddSecondAsync();
        var (first, second) = (fleet.Serving[0], fleet.Serving[1]);
        await DieAsync(fleet, first);
        await fleet.AddSecondAsync();
        await DieAsync(fleet, second);
        Assert.Empty(fleet.Leaks());
    }

    /// <summary>Kills a host with orders at several steps under way, and sees them all to their end.</summary>
    private static async Task DieAsync(Fleet fleet, App victim)
    {
        var walker = new Walker(fleet.Storefront, fleet.Company);
        string[] stages = ["placed", "awaiting_payment", "checking_stock", "preparing", "shipped", "delivered"];
        var orders = await Task.WhenAll(
            stages.Select(async stage =>
                await walker.WalkAsync((await fleet.Storefront.PlaceAsync(new OrderForm { Lines = [("AC-CASE", 1)] })).Id, stage)
            )
        );

        await fleet.KillOneAsync(victim);

        var ends = await Task.WhenAll(orders.Select(order => walker.WalkAsync(order.Id).WaitAsync(Patience)));
        Assert.All(ends, end => Assert.Equal("closed", end.Status));
        await Task.WhenAll(orders.Select(order => fleet.Mailbox.WaitForAsync(order.Id, "delivered")));
    }
}
