using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Stock;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class ChangeTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Increase_confirmed_before_payment_is_the_new_amount_due()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.AskAsync(order, "c1", (shop.Wallet, 2), (shop.Licence, 1));
        var offered = (await shop.ReadAsync(order)).State;
        Assert.Equal(
            (new Money(12900 + 4900, "USD"), order.Total),
            (offered.Offer!.PriceAdjustment, OrderTerms.Of((await shop.ReadAsync(order)).Order).Total)
        );
        await shop.ConfirmAsync(order, "c1");

        var changed = await shop.ReadAsync(order);
        Assert.Equal((ChangeStatus.InForce, new Money(33700, "USD")), (changed.State.Changes["c1"].Status, changed.Order.Total));
        Assert.Contains(new Money(33700, "USD"), shop.Payments.Demands);
        await shop.PayAsync(changed.Order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, changed.Order, kept: new Money(33700, "USD"));
        Assert.Equal(
            [
                MailKind.Received,
                MailKind.PaymentRequested,
                MailKind.Paid,
                MailKind.Shipped,
                MailKind.Delivered,
                MailKind.Licences,
                MailKind.Changed,
            ],
            await shop.MailsAsync(order)
        );
    }

    [Fact]
    public async Task Units_dropped_by_concurrent_calls_are_all_dropped()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 5)] });
        OrderChange two = new([new(ChangeKind.Remove, shop.Wallet, 2)]);

        await Task.WhenAll(
            shop.ChangeAsync(order, "c1", two, ChangeConsent.Given),
            shop.ChangeAsync(order, "c2", two, ChangeConsent.Given),
            shop.ChangeAsync(order, "c3", two, ChangeConsent.Given)
        );

        var record = await shop.ReadAsync(order);
        Assert.Equal(1, Assert.Single(record.Order.Lines).Quantity);
        Assert.Equal(1, record.State.Changes.Values.Count(change => change.Status == ChangeStatus.Refused));
    }

    [Fact]
    public async Task Cancel_naming_all_seen_lines_spares_an_order_with_more_lines()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.AskAsync(order, "c1", (shop.Wallet, 3));
        await shop.ConfirmAsync(order, "c1");

        await shop.RaiseAsync(
            order.OrderId,
            OrderEvents.CancelRequest,
            new CancelRequest("cancel-1", Actor.Customer, [new(shop.Wallet, 1)])
        );

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Equal(ReasonCode.OrderChangedMeanwhile, (await shop.AnswerAsync(order, "cancel-1")).Reason);
        await shop.RaiseAsync(
            order.OrderId,
            OrderEvents.CancelRequest,
            new CancelRequest("cancel-2", Actor.Customer, [new(shop.Wallet, 3)])
        );
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Decrease_below_the_paid_amount_is_refunded_and_the_order_continues()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 2)] });
        await shop.PayAsync(order, new Money(20000, "USD"));

        await shop.AskAsync(order, "c1", (shop.Wallet, 1));
        await shop.ConfirmAsync(order, "c1");

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal([new Money(20000 - 15900, "USD")], shop.Payments.Refunds.Values);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, (await shop.ReadAsync(order)).Order, kept: new Money(15900, "USD"));
    }

    [Fact]
    public async Task Unconfirmed_offer_lapses_after_its_hour_and_changes_nothing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.AskAsync(order, "c1", (shop.Wallet, 2));

        await shop.Hub.AdvanceAsync(order.Windows.ChangeOffer - TimeSpan.FromSeconds(1));
        Assert.NotNull((await shop.ReadAsync(order)).State.Offer);
        await shop.Hub.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(
            (ChangeStatus.Lapsed, ReasonCode.OfferExpired),
            ((await shop.ChangeOfAsync(order, "c1")).Status, (await shop.ChangeOfAsync(order, "c1")).Reason)
        );
        Assert.Contains("change_lapsed", await shop.TimelineAsync(order));
        Assert.DoesNotContain(OrderDeadline.Change, (await shop.ReadAsync(order)).State.Deadlines.Keys);
        await shop.RaiseAsync(order.OrderId, OrderEvents.ChangeConfirmed, new ChangeConfirmed("late", "c1"));
        Assert.Equal(new CommandOutcome(false, ReasonCode.OfferExpired), await shop.AnswerAsync(order, "late"));

        // The payment window goes on as it was.
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Fact]
    public async Task Offer_is_declined_or_replaced_and_then_confirmed_in_vain()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.AskAsync(order, "c1", (shop.Wallet, 2));
        await shop.AskAsync(order, "c2", (shop.Wallet, 3));
        await shop.DeclineAsync(order, "c2");
        await shop.RaiseAsync(order.OrderId, OrderEvents.ChangeConfirmed, new ChangeConfirmed("one", "c1"));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ChangeConfirmed, new ChangeConfirmed("two", "c2"));

        Assert.Equal(
            [ReasonCode.OfferReplaced, ReasonCode.OfferDeclined],
            [(await shop.AnswerAsync(order, "one")).Reason!, (await shop.AnswerAsync(order, "two")).Reason!]
        );
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Another_street_is_in_force_at_once_and_on_the_parcel()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.MoveAsync(order, "m1", home => home with { Line1 = "南山大道 9 号", Phone = "+8613900139000" });

        Assert.Equal(ChangeStatus.InForce, (await shop.ChangeOfAsync(order, "m1")).Status);
        Assert.Equal("南山大道 9 号", (await shop.Contacts.FindAsync(order.CustomerId, order.OrderId))!.ShipTo.Line1);
        Assert.Null(await shop.Contacts.FindPendingAsync(order.CustomerId, order.OrderId, "m1"));
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Address_that_the_review_refuses_changes_nothing_and_is_forgotten()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.MoveAsync(order, "m1", home => home with { Line1 = "???" });

        Assert.Equal(
            (ChangeStatus.Refused, ReasonCode.AddressLine1),
            ((await shop.ChangeOfAsync(order, "m1")).Status, (await shop.ChangeOfAsync(order, "m1")).Reason)
        );
        Assert.StartsWith("科技园路", (await shop.Contacts.FindAsync(order.CustomerId, order.OrderId))!.ShipTo.Line1);
        Assert.Null(await shop.Contacts.FindPendingAsync(order.CustomerId, order.OrderId, "m1"));
    }

    [Fact]
    public async Task Another_country_is_offered_and_in_force_only_with_its_duties_accepted()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await shop.MoveAsync(order, "m1", _ => new Address("Lei Li", "+4930901820", "DE", null, "Berlin", "Hollow Lane 7", null, "10117"));
        Assert.Equal(("CN", true), ((await shop.ReadAsync(order)).Order.Country, (await shop.ReadAsync(order)).State.Offer!.AsksDuties));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ChangeConfirmed, new ChangeConfirmed("hasty", "m1"));
        Assert.Equal(new CommandOutcome(false, ReasonCode.DutiesNotAccepted), await shop.AnswerAsync(order, "hasty"));
        Assert.Equal("CN", (await shop.Contacts.FindAsync(order.CustomerId, order.OrderId))!.ShipTo.Country);

        await shop.ConfirmAsync(order, "m1", acceptDuties: true);

        var changed = (await shop.ReadAsync(order)).Order;
        Assert.Equal(("DE", true), (changed.Country, changed.Duties!.Accepted));
        Assert.Equal("Berlin", (await shop.Contacts.FindAsync(order.CustomerId, order.OrderId))!.ShipTo.City);
    }

    [Fact]
    public async Task Dropped_lines_leave_the_order_at_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(order => order with { Lines = [shop.Line(shop.Wallet, 2), shop.Line(shop.Licence)] });

        await shop.ChangeAsync(order, "p1", Changes.Lines((shop.Licence, 0)), ChangeConsent.Given);

        var changed = (await shop.ReadAsync(order)).Order;
        Assert.Equal([(shop.Wallet, 2)], changed.Lines.Select(line => (line.Sku, line.Quantity)));
        await shop.PayAsync(changed);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal(new StockLevel(shop.Licence, Shop.Seed, 0), await shop.StockAsync(shop.Licence));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, changed);
    }

    [Theory]
    [InlineData("preparation_started")]
    [InlineData("handed_over")]
    [InlineData("delivered")]
    public async Task Change_after_preparation_began_is_refused_with_the_reason(string reason)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        if (reason != "preparation_started")
            await shop.ScanAsync(order, ParcelStatus.PickedUp);
        if (reason == "delivered")
            await shop.ScanAsync(order, ParcelStatus.Delivered, minutesAgo: 0);

        await shop.AskAsync(order, "c1", (shop.Wallet, 2));

        Assert.Equal(new CommandOutcome(false, Reasons.Parse(reason)), await shop.AnswerAsync(order, "ask-c1"));
        Assert.Equal(ChangeStatus.Refused, (await shop.ChangeOfAsync(order, "c1")).Status);
    }

    [Fact]
    public async Task Offer_is_void_when_the_old_amount_is_paid_and_preparation_begins()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.AskAsync(order, "c1", (shop.Wallet, 2));

        await shop.PayAsync(order);
        await shop.RaiseAsync(order.OrderId, OrderEvents.ChangeConfirmed, new ChangeConfirmed("late", "c1"));

        Assert.Equal(new CommandOutcome(false, ReasonCode.PreparationStarted), await shop.AnswerAsync(order, "late"));
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Old_amount_suffices_for_the_old_order_when_an_increase_stays_unpaid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.AskAsync(order, "c1", (shop.Wallet, 2));
        await shop.ConfirmAsync(order, "c1");

        await shop.PayAsync(order);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        Assert.Contains("保持不变", (await shop.ViewAsync(order)).Next!.Text, StringComparison.Ordinal);
        await shop.Hub.AdvanceAsync(order.Windows.Payment / 2);
        var reminder = await shop.MailTextAsync(order, MailKind.PaymentReminder);
        Assert.Contains("保持修改前的内容", reminder, StringComparison.Ordinal);
        Assert.DoesNotContain("取消", reminder, StringComparison.Ordinal);
        await shop.Hub.AdvanceAsync(order.Windows.Payment / 2);

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
        Assert.Equal(ReasonCode.ChangeUnpaid, (await shop.ChangeOfAsync(order, "c1")).Reason);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Cancel_with_an_open_offer_ends_both()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.AskAsync(order, "c1", (shop.Wallet, 2));

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(
            (ChangeStatus.Lapsed, null),
            ((await shop.ChangeOfAsync(order, "c1")).Status, (await shop.ReadAsync(order)).State.Offer)
        );
    }
}
