using System.Net;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>What the Durable extension's own management API tells of an order, and does to it: for those who repair by hand.</summary>
public sealed class ManagementTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Order_is_listed_with_its_status_and_its_history()
    {
        var order = await UnpaidAsync();

        var listed = Assert.Single(await _shop.Management.ListAsync($"instanceIdPrefix={order.Id}&runtimeStatus=Running"));
        Assert.Equal(("OrderOrchestration", "Running"), ((string?)listed!["name"], (string?)listed["runtimeStatus"]));

        // What an activity wrote is seen before the engine has stored that it ended.
        var history = await Eventually.GetAsync(
            async () => (await _shop.Management.GetAsync(order.Id, showHistory: true))["historyEvents"]!.AsArray(),
            events => events.Any(entry => (string?)entry!["FunctionName"] == "ReviewOrder"),
            "the history tells of the review"
        );
        foreach (var trace in OrderForm.PersonalTraces)
            Assert.DoesNotContain(trace, history.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_system_key_nothing_is_told()
    {
        var order = await UnpaidAsync();

        foreach (var key in (string?[])[null, App.StorefrontKey, App.OpsKey])
            Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Management.AskAsync(order.Id, key)).Status);
    }

    [Fact]
    public async Task Suspended_order_stands_still_until_it_is_resumed()
    {
        var order = await UnpaidAsync();
        (await _shop.Management.PostAsync(order.Id, "suspend", "reason=look")).Expect(HttpStatusCode.Accepted);
        await WaitForAsync(order.Id, "Suspended");

        (await _shop.Company.PayAsync(order.Id)).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(
            () => _shop.Company.PaymentsAsync(order.Id),
            books => books["captures"]!.AsArray().Count == 1,
            "the company has the money"
        );
        var held = await ShownAsync(order.Id, "on_hold");
        Assert.Equal("awaiting_payment", held.Status);

        (await _shop.Management.PostAsync(order.Id, "resume", "reason=looked")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("closed", (await _shop.Walker.WalkAsync(order.Id)).Status);
    }

    [Fact]
    public async Task Terminated_order_can_be_restarted_and_goes_on_to_its_end()
    {
        var order = await UnpaidAsync();
        (await _shop.Management.PostAsync(order.Id, "terminate", "reason=stuck")).Expect(HttpStatusCode.Accepted);
        await WaitForAsync(order.Id, "Terminated");
        var stopped = (await ShownAsync(order.Id, "stopped")).View;
        Assert.Null(stopped["paymentUrl"]);

        (await _shop.Management.PostAsync(order.Id, "restart", "restartWithNewInstanceId=false")).Expect(HttpStatusCode.Accepted);

        await WaitForAsync(order.Id, "Running");
        Assert.Equal("closed", (await _shop.Walker.WalkAsync(order.Id)).Status);
        await WaitForAsync(order.Id, "Completed");
    }

    [Fact]
    public async Task Ended_order_is_purged_from_the_engine_and_stays_in_the_shop()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id);
        await WaitForAsync(placed.Id, "Completed");

        var purged = (await _shop.Management.PurgeAsync(placed.Id)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(1, (int?)purged["instancesDeleted"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _shop.Management.AskAsync(placed.Id)).Status);
        Assert.Equal("closed", (await _shop.Storefront.GetAsync(placed.Id)).Status);
    }

    private async Task<OrderSeen> UnpaidAsync() =>
        await _shop.Walker.WalkAsync((await _shop.Storefront.PlaceAsync(new OrderForm())).Id, "awaiting_payment");

    /// <summary>The order as soon as it is shown to be halted: for a moment after its last step it is not asked.</summary>
    private Task<OrderSeen> ShownAsync(string orderId, string next) =>
        Eventually.GetAsync(() => _shop.Storefront.GetAsync(orderId), seen => (string?)seen.View["next"]!["what"] == next, next);

    private Task<JsonNode> WaitForAsync(string orderId, string status) =>
        Eventually.GetAsync(
            () => _shop.Management.GetAsync(orderId),
            instance => (string?)instance["runtimeStatus"] == status,
            $"the orchestration of order {orderId} is {status}"
        );
}
