using Durable.Testing;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class CancelTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Cancel_before_payment_costs_nothing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Empty(shop.Payments.Refunds);
        Assert.True((await shop.ReadAsync(order)).State.Commands["cancel-1"].Accepted);
        Assert.Equal([MailKind.Received, MailKind.PaymentRequested, MailKind.Cancelled], await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Cancel_of_a_booked_parcel_voids_releases_and_refunds_in_that_order()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        var waybill = Assert.Single(shop.Carrier.Waybills).Value;

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Contains(waybill, shop.Carrier.Voided);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.Equal(["book", "void", "withdraw", "refund"], shop.Effects);
        Assert.Equal([MailKind.Received, MailKind.PaymentRequested, MailKind.Paid, MailKind.Cancelled], await shop.MailsAsync(order));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mixed_order_that_stops_takes_its_licence_keys_back(bool refused)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Carrier.RefusesParcels = refused;
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet), shop.Line(shop.Licence, 2)] });
        await shop.PayAsync(order);
        if (!refused)
        {
            Assert.Contains(MailKind.Licences, await shop.MailsAsync(order));
            Assert.True((await shop.ViewAsync(order)).Allowed["cancel"].Possible);
            await shop.CancelAsync(order);
        }

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
        Assert.All(await shop.Licences.IssueAsync(order.OrderId, order.Lines, default), key => Assert.Equal("cancel", key.RevokedBy));
        Assert.Contains("licences_revoked", await shop.TimelineAsync(order));
        Assert.Equal(new StockLevel(shop.Licence, Shop.Seed, 0), await shop.StockAsync(shop.Licence));
    }

    [Fact]
    public async Task Licence_keys_stay_when_the_carrier_has_the_parcel_already()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet), shop.Line(shop.Licence)] });
        await shop.PayAsync(order);
        shop.Carrier.HasPickedUp = true;

        await shop.CancelAsync(order);

        Assert.Null(Assert.Single(await shop.Licences.IssueAsync(order.OrderId, order.Lines, default)).RevokedBy);
        Assert.Empty(shop.Payments.Refunds);
    }

    [Theory]
    [InlineData(ParcelStatus.PickedUp, "handed_over_return_prepared")]
    [InlineData(ParcelStatus.Delivered, "delivered")]
    public async Task Cancel_after_hand_over_is_refused_with_the_reason(ParcelStatus scan, string reason)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, scan);

        await shop.CancelAsync(order);

        Assert.Equal(new CommandOutcome(false, Reasons.Parse(reason)), (await shop.ReadAsync(order)).State.Commands["cancel-1"]);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Cancel_is_refused_when_the_carrier_says_it_has_the_parcel_already()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        shop.Carrier.HasPickedUp = true;

        await shop.CancelAsync(order);

        Assert.Equal(
            new CommandOutcome(false, ReasonCode.HandedOverReturnPrepared),
            (await shop.ReadAsync(order)).State.Commands["cancel-1"]
        );
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Cancel_that_missed_a_parcel_reaches_it_again_and_stops_it()
    {
        // The process dies over the parcel's first episode: until its start is visible again, the engine drops what comes for it.
        FaultPlan? plan = null;
        plan = new FaultPlan(
            (write, instance) =>
                plan!.Crashes == 0 && write == HubWrite.Checkpoint && instance.EndsWith("-p1", StringComparison.Ordinal)
                    ? Fault.CrashBefore
                    : Fault.None
        );
        await using var shop = await Shop.OpenAsync(
            azurite,
            new TestHubOptions { Faults = plan, HiddenAfterCrash = TimeSpan.FromMinutes(1) }
        );
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        Assert.Equal(1, plan.Crashes);
        Assert.Empty(shop.Carrier.Waybills);

        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([Assert.Single(shop.Carrier.Waybills).Value], shop.Carrier.Voided);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Cancel_right_after_an_early_payment_refunds_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.StartAsync();
        await shop.Hub.Client.RaiseEventAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate("early", "scripted", PaymentUpdateType.Succeeded, order.Total, "card", null)
        );
        await shop.Hub.Client.RaiseEventAsync(order.OrderId, OrderEvents.CancelRequest, new CancelRequest("cancel-1", Actor.Customer));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([order.Total], shop.Payments.Refunds.Values);
    }

    [Fact]
    public async Task Two_cancels_at_once_cancel_once_and_both_are_answered()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);

        await shop.Hub.Client.RaiseEventAsync(order.OrderId, OrderEvents.CancelRequest, new CancelRequest("a", Actor.Customer));
        await shop.Hub.Client.RaiseEventAsync(order.OrderId, OrderEvents.CancelRequest, new CancelRequest("b", Actor.Customer));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        var commands = (await shop.ReadAsync(order)).State.Commands;
        Assert.Equal(["a", "b"], commands.Keys.Order(StringComparer.Ordinal));
        Assert.Single(commands, command => command.Value.Accepted);
        Assert.Single(shop.Payments.Refunds);
    }
}
