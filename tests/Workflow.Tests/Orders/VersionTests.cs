using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Orders;
using Orders.Functions.Orchestrations.Shipments;
using Workflow.Tests.Harness;
using Workflow.Tests.Histories;

namespace Workflow.Tests.Orders;

/// <summary>
/// A release that changes the order's life: what began under version 1 goes on under its rules, what begins now has the new ones.
/// </summary>
public sealed class VersionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_of_version_1_ends_by_its_rules_beside_version_2()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var old = await shop.PlaceAsync();

        await shop.Hub.DeployAsync(NextRelease, OrderVersions.Of("2"));
        var young = await shop.PlaceAsync();
        await shop.PayAsync(old);
        await shop.Hub.CrashAsync();
        await shop.DeliverAsync(old);
        await shop.PassWindowsAsync(old);

        await shop.AssertEndedAs(OrderStatus.Closed, old);
        Assert.Equal("[\"order_of_version_2\"]", (await shop.Hub.CompleteAsync(young.OrderId)).SerializedOutput);
        Assert.Equal(["order_stuck"], await shop.AlertsAsync(young));
        var versions = shop.Hub.Histories().ToDictionary(history => history.InstanceId, history => history.Version, StringComparer.Ordinal);
        Assert.Equal(("1", "2"), (versions[old.OrderId], versions[young.OrderId]));

        // The parcel was sent off after the deployment, and belongs to an order of version 1.
        Assert.Equal("1", versions[ShipmentIds.InstanceId(old.OrderId, 1)]);
    }

    /// <summary>All of this app, with another life for orders.</summary>
    private static Type[] NextRelease =>
        [.. typeof(OrderOrchestration).Assembly.GetTypes().Where(type => type != typeof(OrderOrchestration)), typeof(NextOrder)];

    /// <summary>How a release changes an orchestration that has open instances: old ones keep the old code.</summary>
    private static class NextOrder
    {
        [Function(nameof(OrderOrchestration))]
        public static async Task<object?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            if (context.CompareVersionTo("2") < 0)
                return await OrderOrchestration.RunAsync(context);
            var order = context.GetInput<Order>()!;
            await context.CallActivityAsync(
                nameof(RaiseOpsAlert),
                new OpsAlertRequest($"v2:{order.OrderId}", AlertKind.OrderStuck, order.OrderId, "It lives otherwise.")
            );
            return (string[])["order_of_version_2"];
        }
    }
}
