using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Returns;

/// <summary>Returns on virtual time: each way they can go, each deadline, and that money, goods and parcels come out even.</summary>
public sealed class ReturnTests(AzuriteFixture azurite)
{
    private static readonly Money _wallet = new(12900, "USD");
    private static readonly Money _licence = new(4900, "USD");
    private static readonly Money _shipping = new(3000, "USD");

    [Fact]
    public async Task Full_return_as_new_is_refunded_with_shipping_and_restocked()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);

        await InspectAsync(shop, order, filed, ReturnCondition.AsNew);
        await InspectAsync(shop, order, filed, ReturnCondition.Missing, id: "again");

        Assert.Equal(CaseStatus.Accepted, (await shop.ReadAsync(order)).Cases.Single().Status);
        Assert.Equal(
            [
                MailKind.Received,
                MailKind.PaymentRequested,
                MailKind.Paid,
                MailKind.Shipped,
                MailKind.Delivered,
                MailKind.ReturnGranted,
                MailKind.ReturnSettled,
            ],
            await shop.MailsAsync(order)
        );
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 0);
    }

    [Fact]
    public async Task Everything_returned_as_new_in_two_returns_gives_shipping_back()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, shop.Line(shop.Wallet, 2));
        var (first, second) = (await RequestAsync(shop, order), await RequestAsync(shop, order));

        await InspectAsync(shop, order, first, ReturnCondition.AsNew);
        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
        await InspectAsync(shop, order, second, ReturnCondition.AsNew);

        var record = await shop.ReadAsync(order);
        Assert.Equal(order.Total, record.State.Refunded);
        var last = record.Cases.Single(filed => filed.CaseId == second.CaseId);
        Assert.Equal(_wallet + _shipping, ReturnView.Of(last, record.State, "en").Refund);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 0);
    }

    /// <summary>The shop has paid them on: what we keep is told, with the amount.</summary>
    [Fact]
    public void Duties_that_are_kept_are_named_in_the_terms()
    {
        var terms = new ReturnTerms([], [], 50, 0, Money.Zero("USD")) { DutiesPaid = new Money(3500, "USD") };

        Assert.Contains(
            "Import duties of 35.00 USD were paid to customs and are not refunded by us.",
            ReturnTexts.Instructions("RMA-1", terms, "en")
        );
        Assert.Contains("35.00 USD", string.Concat(ReturnTexts.Instructions("RMA-1", terms, "zh-CN")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_names_the_end_of_each_window()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);

        var (view, clock) = (await shop.ViewAsync(order), CustomerClock.Of(order));

        Assert.Contains(clock.By(view.Deadlines[OrderDeadline.Claim]), view.Next!.Text, StringComparison.Ordinal);
        Assert.Contains(clock.By(view.Deadlines[OrderDeadline.Return]), view.Next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_a_return_names_the_refund_and_no_second_mail_does()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, shop.Line(shop.Wallet), shop.Line(shop.Licence));
        var filed = await RequestAsync(shop, order, lines: [new(shop.Licence, 1)]);
        Assert.Contains("49.00 USD", await shop.MailTextAsync(order, MailKind.ReturnSettled, $"return:{filed.CaseId}"));

        var record = await shop.ReadAsync(order);
        Assert.Equal(_licence, ReturnView.Of(Assert.Single(record.Cases), record.State, "en").Refund);
        Assert.DoesNotContain(MailKind.Refunded, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Used_goods_are_refunded_in_part_and_not_restocked()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);

        await InspectAsync(shop, order, filed, ReturnCondition.Used);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: _shipping + new Money(6450, "USD"), shipped: 1);
    }

    [Fact]
    public async Task Return_of_one_line_leaves_the_others_and_the_shipping_charged()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, shop.Line(shop.Wallet), shop.Line(shop.Licence));
        var filed = await RequestAsync(shop, order);

        await InspectAsync(shop, order, filed, ReturnCondition.AsNew);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: _shipping + _licence, shipped: 0);
    }

    [Fact]
    public async Task Returned_licence_is_revoked_and_refunded_at_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(placed => placed with { Lines = [shop.Line(shop.Licence, 2)], ShippingFee = Money.Zero("USD") });
        await shop.PayAsync(order);

        var filed = await RequestAsync(shop, order, lines: [new(shop.Licence, 1)]);

        var revoked = Assert.Single(await shop.Licences.RevokedAsync(order.OrderId, $"return:{filed.CaseId}", default));
        Assert.Equal(2, revoked.Number);
        Assert.Equal(_licence, (await shop.ReadAsync(order)).State.Refunded);
        Assert.Contains("licences_revoked", await shop.TimelineAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: _licence);
    }

    [Fact]
    public async Task Exchange_sends_a_replacement_and_the_order_waits_for_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order, wants: ReturnWish.Exchange);

        await InspectAsync(shop, order, filed, ReturnCondition.AsNew);
        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);

        var record = await shop.ReadAsync(order);
        Assert.Equal(2, record.Parcels.Count);
        Assert.Equal(record.Parcels[1].WindowsFrom + order.Windows.Return, record.State.Deadlines[OrderDeadline.Return]);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 1);
    }

    [Fact]
    public async Task Exchange_for_goods_backordered_by_another_order_is_refunded_instead()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        await shop.Stock.ReserveAvailableAsync("o-other", "order", shop.Hub.Now, [new(shop.Wallet, Shop.Seed)]);
        var filed = await RequestAsync(shop, order, wants: ReturnWish.Exchange);

        await InspectAsync(shop, order, filed, ReturnCondition.AsNew);

        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
        Assert.Single((await shop.ReadAsync(order)).Parcels);
        await shop.Stock.ReleaseAsync("o-other", "order");
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: _shipping, shipped: 0);
    }

    [Fact]
    public async Task Damaged_goods_go_back_to_the_customer_in_their_own_parcel()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var until = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Return];
        var filed = await RequestAsync(shop, order);

        await InspectAsync(shop, order, filed, ReturnCondition.Damaged);
        Assert.Equal(CaseStatus.Declined, (await shop.ReadAsync(order)).Cases.Single().Status);
        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);

        Assert.Equal(until, (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Return]);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 1);
    }

    [Fact]
    public async Task Goods_sent_back_to_the_customer_have_the_full_claim_window()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var until = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Return];
        var filed = await RequestAsync(shop, order);
        await shop.Hub.AdvanceAsync(until - shop.Hub.Now - TimeSpan.FromDays(1));
        await InspectAsync(shop, order, filed, ReturnCondition.Damaged);
        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);

        var end = (await shop.ReadAsync(order)).Parcels[1].WindowsFrom!.Value + order.Windows.Claim;
        await shop.Hub.AdvanceAsync(end - shop.Hub.Now);

        var record = await shop.ReadAsync(order);
        Assert.Equal(
            (OrderStatus.Delivered, end, until),
            (record.State.Status, record.State.Deadlines[OrderDeadline.Claim], record.State.Deadlines[OrderDeadline.Return])
        );
        Assert.Null(ClaimRules.AgainstAll(order, record.State, record.Parcels, record.Cases, end));
        Assert.Equal(ReasonCode.ReturnWindowOver, ReturnRules.AgainstAny(order, record.State, record.Parcels, UnitsInCases.None, end));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 1);
    }

    [Fact]
    public async Task Goods_lost_on_their_way_back_to_the_customer_are_refunded()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        await InspectAsync(shop, order, await RequestAsync(shop, order), ReturnCondition.Damaged);

        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await ScanSecondAsync(shop, order, ParcelStatus.Exception, "lost");

        await shop.PassWindowsAsync(order);
        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
    }

    [Fact]
    public async Task Empty_parcel_is_worth_nothing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);

        await InspectAsync(shop, order, await RequestAsync(shop, order), ReturnCondition.Missing);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 1);
    }

    [Fact]
    public async Task Return_without_goods_is_reminded_then_lapses_and_releases_the_order()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, shop.Line(shop.Wallet), shop.Line(shop.Licence));
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(10));
        var filed = await RequestAsync(shop, order, lines: [new(shop.Wallet, 1), new(shop.Licence, 1)]);

        await shop.Hub.AdvanceToAsync(filed.FiledAt.AddDays(7));
        Assert.Contains(MailKind.ReturnReminder, await shop.MailsAsync(order));
        await shop.Hub.AdvanceToAsync(filed.DueBy.AddSeconds(-1));
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(CaseStatus.Lapsed, (await shop.ReadAsync(order)).Cases.Single().Status);
        Assert.Contains(MailKind.ReturnLapsed, await shop.MailsAsync(order));
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: _wallet + _shipping, shipped: 1);
    }

    [Fact]
    public async Task Goods_that_arrive_after_their_return_had_lapsed_become_a_task()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);
        await shop.Hub.AdvanceToAsync(filed.DueBy.AddMinutes(2));

        var scan = new Scan("late", shop.Hub.Now, ParcelStatus.Delivered, null, "深圳", null);
        await shop.Hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "PostCompletionOrchestration",
            new PostCompletionEvent(order.OrderId, Carrier: new CarrierUpdate("late", [scan]), Rma: filed.CaseId)
        );

        await shop.AssertEndedAs(OrderStatus.Closed, order, alerts: ["return_came_late"]);
    }

    [Fact]
    public async Task Announced_parcel_is_waited_for_once_more_and_then_lapses()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);
        await RaiseAsync(shop, order, filed, OrderEvents.ReturnSent, new ReturnSent("sent", "other", "ABC-1"));

        await shop.Hub.AdvanceToAsync(filed.DueBy.AddDays(13));
        Assert.Equal(
            (CaseStatus.Open, "ABC-1"),
            ((await shop.ReadAsync(order)).Cases.Single().Status, (await shop.ReadAsync(order)).Cases.Single().Return!.Parcel!.Waybill)
        );
        Assert.DoesNotContain(MailKind.ReturnReminder, await shop.MailsAsync(order));
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(CaseStatus.Lapsed, (await shop.ReadAsync(order)).Cases.Single().Status);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Parcel_that_the_carrier_has_never_lapses_and_becomes_a_task()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);
        await ScanReturnAsync(shop, order, filed, ParcelStatus.PickedUp);
        Assert.Equal(CaseStatus.InTransit, (await shop.ReadAsync(order)).Cases.Single().Status);

        await shop.Hub.AdvanceToAsync(filed.DueBy.AddDays(15));

        Assert.Equal(["return_missing"], await shop.AlertsAsync(order));
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await InspectAsync(shop, order, filed, ReturnCondition.Missing);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Parcel_that_has_arrived_is_to_be_inspected_in_time()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var filed = await RequestAsync(shop, order);
        await ScanReturnAsync(shop, order, filed, ParcelStatus.PickedUp);
        await ScanReturnAsync(shop, order, filed, ParcelStatus.Delivered);
        var arrived = (await shop.ReadAsync(order)).Cases.Single();
        Assert.Equal(CaseStatus.Received, arrived.Status);
        Assert.Equal(filed.DueBy, ReturnView.Of(arrived, (await shop.ReadAsync(order)).State, "en").SendBy);
        Assert.InRange(arrived.DueBy, shop.Hub.Now.AddDays(3), shop.Hub.Now.AddDays(6));
        Assert.Contains(MailKind.ReturnReceived, await shop.MailsAsync(order));

        await shop.Hub.AdvanceToAsync(filed.DueBy.AddDays(30));

        Assert.Equal(["return_not_inspected"], await shop.AlertsAsync(order));
        await InspectAsync(shop, order, filed, ReturnCondition.AsNew);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 0);
    }

    [Fact]
    public async Task Return_counts_in_the_windows_last_second_and_not_after()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, shop.Line(shop.Wallet), shop.Line(shop.Licence));
        var end = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Return];
        await shop.Hub.AdvanceToAsync(end.AddSeconds(30));

        await RequestAsync(shop, order, filedAt: end);
        var late = await RequestAsync(shop, order, filedAt: end.AddSeconds(1), lines: [new(shop.Licence, 1)], accepted: false);

        var record = await shop.ReadAsync(order);
        Assert.Equal(ReasonCode.ReturnWindowOver, record.State.Commands[ReturnRequested.Of(late).EventId].Reason);
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Same_goods_are_given_back_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var first = await RequestAsync(shop, order);

        var second = await RequestAsync(shop, order, accepted: false);
        await InspectAsync(shop, order, first, ReturnCondition.AsNew);
        var third = await RequestAsync(shop, order, accepted: false);

        var commands = (await shop.ReadAsync(order)).State.Commands;
        Assert.Equal(new Reason(ReasonCode.InOpenCase, shop.Wallet), commands[ReturnRequested.Of(second).EventId].Reason);
        Assert.Equal(new Reason(ReasonCode.AlreadyReturned, shop.Wallet), commands[ReturnRequested.Of(third).EventId].Reason);
    }

    private static async Task<Order> DeliveredAsync(Shop shop, params OrderLine[] lines)
    {
        var order = await shop.PlaceAsync(placed => placed with { Lines = lines.Length == 0 ? [shop.Line(shop.Wallet)] : lines });
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        return order;
    }

    /// <summary>What the HTTP call does: the return is stored, then its order hears of it; twice, as after a crash.</summary>
    private static async Task<CaseState> RequestAsync(
        Shop shop,
        Order order,
        ReturnWish wants = ReturnWish.Refund,
        IReadOnlyList<ParcelLine>? lines = null,
        DateTimeOffset? filedAt = null,
        bool accepted = true
    )
    {
        var asked = new ReturnToRequest(order.OrderId, lines ?? [new(shop.Wallet, 1)], wants, "It is not for me.", filedAt ?? shop.Hub.Now);
        var (filed, conflict) = await shop.Returns.FileAsync(await shop.ReadAsync(order), asked, under: null, default);
        Assert.True(conflict is null || !accepted, $"{conflict?.Reason}");

        // However it came to be stored, its order has the last word.
        if (conflict is not null)
            await shop.Orders.RecordCaseAsync(new CaseProgress(order.OrderId, filed));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ReturnRequested, ReturnRequested.Of(filed));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ReturnRequested, ReturnRequested.Of(filed));
        Assert.Equal(accepted, (await shop.ReadAsync(order)).State.Commands[ReturnRequested.Of(filed).EventId].Accepted);
        if (!accepted)
            await shop.Orders.WithdrawCaseAsync(order.OrderId, filed);
        return filed;
    }

    private static Task InspectAsync(Shop shop, Order order, CaseState filed, ReturnCondition condition, string id = "inspection") =>
        RaiseAsync(shop, order, filed, OrderEvents.ReturnReceived, new ReturnReceived(id, [new(shop.Wallet, 1, condition)], "mei"));

    private static Task ScanReturnAsync(Shop shop, Order order, CaseState filed, ParcelStatus status) =>
        RaiseAsync(
            shop,
            order,
            filed,
            OrderEvents.CarrierUpdate,
            new CarrierUpdate($"back-{status}", [new Scan($"back-{status}", shop.Hub.Now.AddMinutes(-1), status, null, "深圳", null)])
        );

    private static Task RaiseAsync(Shop shop, Order order, CaseState filed, string name, object payload) =>
        shop.RaiseAsync(CaseKinds.InstanceId(order.OrderId, CaseKind.Return, filed.CaseId), name, payload);

    private static Task ScanSecondAsync(Shop shop, Order order, ParcelStatus status, string? reason = null) =>
        shop.RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, 2),
            OrderEvents.CarrierUpdate,
            new CarrierUpdate($"second-{status}", [new Scan($"second-{status}", shop.Hub.Now.AddMinutes(-1), status, reason, "深圳", null)])
        );
}
