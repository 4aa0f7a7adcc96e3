using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Claims;

/// <summary>Claims on virtual time: each answer, each deadline, and that money, goods and parcels come out even.</summary>
public sealed class ClaimTests(AzuriteFixture azurite)
{
    private static readonly Money _wallet = new(12900, "USD");

    [Fact]
    public async Task Claim_is_refunded_once_and_the_order_closes_with_the_remainder()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Damaged);

        await DecideAsync(shop, order, claim, ClaimOutcome.Refund);
        await DecideAsync(shop, order, claim, ClaimOutcome.Replacement, id: "too-late");

        var after = Assert.Single((await shop.ReadAsync(order)).Cases);
        Assert.Equal(
            (CaseStatus.Accepted, ClaimOutcome.Refund, Liability.Carrier, _wallet),
            (after.Status, after.Claim!.Verdict!.Outcome, after.Claim.Verdict.Liability, after.Claim.Verdict.Refund)
        );
        Assert.Equal(
            [
                MailKind.Received,
                MailKind.PaymentRequested,
                MailKind.Paid,
                MailKind.Shipped,
                MailKind.Delivered,
                MailKind.ClaimReceived,
                MailKind.ClaimAnswered,
            ],
            await shop.MailsAsync(order)
        );
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet);
    }

    [Fact]
    public async Task Part_of_the_price_is_refunded_as_decided()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Wrong);

        await DecideAsync(shop, order, claim, ClaimOutcome.Refund, new Money(4000, "USD"));

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - new Money(4000, "USD"));
    }

    [Fact]
    public async Task Goodwill_is_a_part_of_its_own_in_books_view_and_timeline()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Damaged);

        await DecideAsync(shop, order, claim, ClaimOutcome.Refund, goodwill: new Money(1000, "USD"));

        var record = await shop.ReadAsync(order);
        var money = OrderViews.MoneyOf(order, record.Ledger);
        Assert.Equal((_wallet, new Money(1000, "USD")), (money.Compensation, money.Goodwill));
        Assert.Equal(_wallet + new Money(1000, "USD"), record.State.Refunded);
        var shown = ClaimView.Of(Assert.Single(record.Cases), record.State, "");
        Assert.Equal((_wallet + new Money(1000, "USD"), new Money(1000, "USD")), (shown.Refund, shown.Goodwill));
        var said = (await shop.Orders.TimelineAsync(order.OrderId)).Single(entry => entry.Kind == TimelineKind.ClaimRefund);
        Assert.Equal("The claim was accepted: 139.00 USD will be refunded, of which 10.00 USD is goodwill.", TimelineTexts.For(said, "en"));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet - new Money(1000, "USD"));
    }

    [Theory]
    [InlineData(ClaimKind.Missing, 12900, 0)]
    [InlineData(ClaimKind.Wrong, 0, 4000)]
    public async Task Without_goodwill_named_none_is_in_the_books(ClaimKind kind, long returned, long compensated)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, kind);

        await DecideAsync(shop, order, claim, ClaimOutcome.Refund, new Money(returned + compensated, "USD"));

        var money = OrderViews.MoneyOf(order, (await shop.ReadAsync(order)).Ledger);
        Assert.Equal((12900 - returned, compensated, 0), (money.Goods.Amount, money.Compensation.Amount, money.Goodwill.Amount));
    }

    [Fact]
    public async Task Goods_of_two_granted_claims_are_refunded_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var (damaged, wrong) = (
            await FileAsync(shop, order, ClaimKind.Damaged),
            await FileAsync(shop, order, ClaimKind.Wrong, limit: _wallet, guarded: false)
        );
        Assert.True(
            (await shop.ReadAsync(order)).Cases.All(filed => filed.IsOpen),
            "A second claim about the same goods is not granted by rule."
        );

        await DecideAsync(shop, order, damaged, ClaimOutcome.Refund);
        await DecideAsync(shop, order, wrong, ClaimOutcome.Refund);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet, alerts: ["refunded_already"]);
    }

    /// <summary>Two calls that both read the order before either has stored its case.</summary>
    [Fact]
    public async Task Claims_and_returns_of_one_unit_at_once_store_one()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        for (var round = 0; round < 4; round++)
        {
            var order = await DeliveredAsync(shop);
            var record = await shop.ReadAsync(order);
            var claims = new[]
            {
                await DraftAsync(shop, order, ClaimKind.Damaged),
                await DraftAsync(shop, order, ClaimKind.Lost),
                await DraftAsync(shop, order, ClaimKind.Wrong),
            };
            ReturnToRequest Back(ReturnWish wants) => new(order.OrderId, [new(shop.Wallet, 1)], wants, "no", shop.Hub.Now);

            var conflicts = await Task.WhenAll([
                .. claims.Select(claim => shop.Orders.FileCaseAsync(order.OrderId, claim)),
                .. new[] { ReturnWish.Refund, ReturnWish.Exchange }.Select(async wants =>
                    (await shop.Returns.FileAsync(record, Back(wants), under: null, default)).Conflict
                ),
            ]);

            var stored = Assert.Single((await shop.ReadAsync(order)).Cases);
            Assert.Single(conflicts, conflict => conflict is null);
            Assert.All(conflicts.OfType<CaseConflict>(), conflict => Assert.Equal(stored.CaseId, conflict.Case!.CaseId));
        }
    }

    [Fact]
    public async Task Replaced_unit_is_claimed_again_once_the_new_one_came()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        await DecideAsync(shop, order, await FileAsync(shop, order, ClaimKind.Damaged), ClaimOutcome.Replacement);

        var again = await shop.Orders.FileCaseAsync(order.OrderId, await DraftAsync(shop, order, ClaimKind.Lost));
        Assert.Equal(ReasonCode.ClaimSettled, again!.Reason.Code);

        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);
        await DecideAsync(shop, order, await FileAsync(shop, order, ClaimKind.Damaged), ClaimOutcome.Refund);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.ShippingFee, shipped: 2);
    }

    [Fact]
    public async Task Replacement_is_a_new_parcel_and_the_order_waits_for_it()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Damaged);

        await DecideAsync(shop, order, claim, ClaimOutcome.Replacement);
        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(4));
        await ScanSecondAsync(shop, order, ParcelStatus.InTransit);

        Assert.Equal(2, (await shop.ReadAsync(order)).Parcels.Count);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(4));
        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);
        var record = await shop.ReadAsync(order);
        var arrived = record.Parcels[1].WindowsFrom!.Value;
        Assert.Equal(
            (arrived + order.Windows.Claim, arrived + order.Windows.Return),
            (record.State.Deadlines[OrderDeadline.Claim], record.State.Deadlines[OrderDeadline.Return])
        );
        Assert.Null(
            ClaimRules.Against(
                order,
                record.State,
                record.Parcels,
                record.Cases,
                ClaimKind.Damaged,
                [new(shop.Wallet, 1)],
                arrived + order.Windows.Claim
            )
        );
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 2);
    }

    [Fact]
    public async Task Replacement_waits_while_the_payment_of_what_was_delivered_is_disputed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        await shop.PayAsync(order, eventId: "chargeback", type: PaymentUpdateType.Disputed, reference: "du-1");

        await DecideAsync(shop, order, await FileAsync(shop, order, ClaimKind.Damaged), ClaimOutcome.Replacement);

        var held = await shop.ReadAsync(order);
        Assert.True(held.Parcels.Single(parcel => parcel.Number == 2) is { Held: true, Waybill: null });
        Assert.NotNull(held.State.HeldSince);
        Assert.Contains("order_held", await shop.AlertsAsync(order));
        Assert.Contains("暂停", (await shop.ViewAsync(order)).Next!.Why, StringComparison.Ordinal);

        await shop.PayAsync(order, eventId: "won", type: PaymentUpdateType.DisputeWon, reference: "du-1");

        var released = await shop.ReadAsync(order);
        Assert.True(released.Parcels.Single(parcel => parcel.Number == 2) is { Held: false, Waybill: not null });
        Assert.Null(released.State.HeldSince);
        Assert.DoesNotContain("order_held", await shop.AlertsAsync(order));
    }

    [Fact]
    public async Task Replacement_that_is_out_of_stock_is_refunded_instead()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, quantity: Shop.Seed);
        var claim = await FileAsync(shop, order, ClaimKind.Damaged);

        await DecideAsync(shop, order, claim, ClaimOutcome.Replacement);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet);
    }

    [Fact]
    public async Task Two_claims_without_stock_for_a_replacement_are_refunded_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, quantity: Shop.Seed);
        var (first, second) = (
            await FileAsync(shop, order, ClaimKind.Damaged, units: Shop.Seed),
            await FileAsync(shop, order, ClaimKind.Wrong, guarded: false)
        );

        await DecideAsync(shop, order, first, ClaimOutcome.Replacement);
        var record = await shop.ReadAsync(order);
        Assert.Equal(
            ReasonCode.ClaimSettled,
            ClaimRules.Against(order, record.State, record.Parcels, record.Cases, ClaimKind.Missing, [new(shop.Wallet, 1)], shop.Hub.Now)
        );
        await DecideAsync(shop, order, second, ClaimOutcome.Replacement);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.ShippingFee, alerts: ["refunded_already"]);
    }

    /// <summary>Two wallets, all of which was given back with the first one's claim.</summary>
    [Fact]
    public async Task Replacement_out_of_stock_pays_no_more_than_was_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, quantity: Shop.Seed);
        var (first, second) = (await FileAsync(shop, order, ClaimKind.Damaged), await FileAsync(shop, order, ClaimKind.Wrong));
        var rest = new Money(5000, "USD");
        await DecideAsync(shop, order, first, ClaimOutcome.Refund, goodwill: order.Total - _wallet - rest);

        await DecideAsync(shop, order, second, ClaimOutcome.Replacement);

        var record = await shop.ReadAsync(order);
        Assert.Equal(order.Total, record.State.Refunded);
        Assert.Equal(rest, ClaimView.Of(record.Cases.Single(filed => filed.CaseId == second.CaseId), record.State, "").Refund);
        Assert.Contains(
            "50.00 USD",
            await shop.MailTextAsync(order, MailKind.Refunded, $"claim:{second.CaseId}:short"),
            StringComparison.Ordinal
        );
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1);
    }

    [Fact]
    public async Task Replacement_out_of_stock_with_nothing_left_becomes_a_task()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, quantity: Shop.Seed);
        var (first, second) = (await FileAsync(shop, order, ClaimKind.Damaged), await FileAsync(shop, order, ClaimKind.Wrong));
        await DecideAsync(shop, order, first, ClaimOutcome.Refund, goodwill: order.Total - _wallet);

        await DecideAsync(shop, order, second, ClaimOutcome.Replacement);

        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1, alerts: ["refunded_already"]);
    }

    /// <summary>Both were decided before either was paid.</summary>
    [Fact]
    public async Task Customer_is_told_what_is_paid_where_less_is_left()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop, quantity: 2);
        var (first, second) = (await FileAsync(shop, order, ClaimKind.Damaged), await FileAsync(shop, order, ClaimKind.Wrong));
        await DecideAsync(shop, order, first, ClaimOutcome.Refund, goodwill: new Money(10000, "USD"));

        await DecideAsync(shop, order, second, ClaimOutcome.Refund, goodwill: new Money(10000, "USD"));

        var left = order.Total - _wallet - new Money(10000, "USD");
        var record = await shop.ReadAsync(order);
        var shown = ClaimView.Of(record.Cases.Single(filed => filed.CaseId == second.CaseId), record.State, "");
        Assert.Equal((left, null), (shown.Refund, shown.Goodwill));
        var mail = (await shop.MailTextAsync(order, MailKind.ClaimAnswered, $"claim:{second.CaseId}"));
        Assert.Contains($"{left}", mail, StringComparison.Ordinal);
        Assert.Contains("其余款项此前已退还", mail, StringComparison.Ordinal);
        Assert.DoesNotContain(MailKind.Refunded, await shop.MailsAsync(order));
        var told = (await shop.Orders.TimelineAsync(order.OrderId)).Last(entry => entry.Kind == TimelineKind.ClaimRefund);
        Assert.Equal($"The claim was accepted: {left} will be refunded.", TimelineTexts.For(told, "en"));
        var money = OrderViews.MoneyOf(order, record.Ledger);
        Assert.Equal((_wallet + left, new Money(10000, "USD")), (money.Compensation, money.Goodwill));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1);
    }

    [Fact]
    public async Task Declined_claim_moves_nothing()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Missing);

        await DecideAsync(shop, order, claim, ClaimOutcome.Declined);

        Assert.Equal(CaseStatus.Declined, Assert.Single((await shop.ReadAsync(order)).Cases).Status);
        Assert.Contains(MailKind.ClaimAnswered, await shop.MailsAsync(order));
        Assert.Contains("claim_declined", await shop.TimelineAsync(order));
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Unanswered_claim_is_reminded_then_escalated_and_keeps_the_order_open()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        var claim = await FileAsync(shop, order, ClaimKind.Damaged);

        await shop.Hub.AdvanceToAsync(claim.RemindAt!.Value - TimeSpan.FromSeconds(1));
        Assert.Empty(await shop.AlertsAsync(order));
        await shop.Hub.AdvanceToAsync(claim.RemindAt.Value);
        Assert.Equal(["claim_waits"], await shop.AlertsAsync(order));
        Assert.False((await shop.ReadAsync(order)).Cases[0].Escalated);
        await shop.Hub.AdvanceToAsync(claim.DueBy);
        Assert.Equal(["claim_overdue", "claim_waits"], await shop.AlertsAsync(order));
        Assert.True((await shop.ReadAsync(order)).Cases[0].Escalated);
        Assert.Contains(MailKind.AnswerLate, await shop.MailsAsync(order));

        await shop.PassWindowsAsync(order);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await DecideAsync(shop, order, claim, ClaimOutcome.Refund);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet);
    }

    [Fact]
    public async Task Small_claim_is_granted_by_rule_and_a_lost_parcel_never()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);

        foreach (var (kind, limit) in new[] { (ClaimKind.Lost, _wallet), (ClaimKind.Damaged, _wallet - new Money(1, "USD")) })
        {
            var waits = await FileAsync(shop, order, kind, limit: limit);
            Assert.True((await shop.ReadAsync(order)).Cases.Single(filed => filed.CaseId == waits.CaseId).IsOpen);
            await DecideAsync(shop, order, waits, ClaimOutcome.Declined);
        }

        await FileAsync(shop, order, ClaimKind.Missing, limit: _wallet);

        var granted = (await shop.ReadAsync(order)).Cases.Single(filed => filed.Status == CaseStatus.Accepted);
        Assert.Equal((ClaimKind.Missing, "rule", _wallet), (granted.Claim!.Kind, granted.Claim.Verdict!.By, granted.Claim.Verdict.Refund));
        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
    }

    [Fact]
    public async Task Claim_filed_in_the_last_second_counts_though_it_arrives_later()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(
            shop,
            change: order => order with { Windows = order.Windows with { Return = order.Windows.Claim } }
        );
        var end = (await shop.ReadAsync(order)).State.Deadlines[OrderDeadline.Claim];
        await shop.Hub.AdvanceToAsync(end);
        var record = await shop.ReadAsync(order);

        Assert.Null(ClaimRules.Against(order, record.State, record.Parcels, record.Cases, ClaimKind.Damaged, [new(shop.Wallet, 1)], end));
        Assert.Equal(
            ReasonCode.ClaimWindowOver,
            ClaimRules.Against(order, record.State, record.Parcels, record.Cases, ClaimKind.Damaged, [new(shop.Wallet, 1)], end.AddTicks(1))
        );
        await shop.Hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        var claim = await FileAsync(shop, order, ClaimKind.Damaged, filedAt: end);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));
        await DecideAsync(shop, order, claim, ClaimOutcome.Refund);
        await shop.AssertEndedAs(OrderStatus.Closed, order, kept: order.Total - _wallet);
    }

    [Fact]
    public async Task Claim_for_an_order_at_its_end_is_refused()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await DeliveredAsync(shop);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
        var record = await shop.ReadAsync(order);

        Assert.Equal(
            ReasonCode.Finished,
            ClaimRules.Against(order, record.State, record.Parcels, [], ClaimKind.Damaged, [new(shop.Wallet, 1)], record.State.Since)
        );
    }

    [Theory]
    [InlineData(ParcelStatus.Delivered)]
    [InlineData(ParcelStatus.Exception)]
    public async Task Refunded_lost_parcel_costs_nothing_more_whatever_becomes_of_it(ParcelStatus end)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        var claim = await FileAsync(shop, order, ClaimKind.Lost);

        await DecideAsync(shop, order, claim, ClaimOutcome.Refund);
        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
        await shop.ScanAsync(order, end, reason: "lost");
        await shop.PassWindowsAsync(order);

        // Delivered after all: the customer keeps goods that are refunded, and pays the shipping fee; a person is told. Lost: the shipping fee
        // goes back too.
        var delivered = end == ParcelStatus.Delivered;
        await shop.AssertEndedAs(
            delivered ? OrderStatus.Closed : OrderStatus.Refunded,
            order,
            kept: delivered ? order.ShippingFee : Money.Zero("USD"),
            shipped: 1,
            alerts: ["lost_compensated"]
        );
    }

    [Fact]
    public async Task Generous_refund_of_a_lost_parcel_never_exceeds_what_was_paid()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(placed => placed with { Lines = [shop.Line(shop.Wallet, 2)] });
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        var claim = await FileAsync(shop, order, ClaimKind.Lost);

        // Its decision was allowed when the order stood otherwise.
        await DecideAsync(shop, order, claim, ClaimOutcome.Refund, order.Total);
        Assert.Equal(_wallet, (await shop.ReadAsync(order)).State.Refunded);
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost");

        await shop.AssertEndedAs(OrderStatus.Refunded, order, kept: Money.Zero("USD"), shipped: 1, alerts: ["lost_compensated"]);
    }

    [Fact]
    public async Task Lost_parcel_that_is_sent_again_is_paid_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        var claim = await FileAsync(shop, order, ClaimKind.Lost);

        await DecideAsync(shop, order, claim, ClaimOutcome.Replacement);
        await ScanSecondAsync(shop, order, ParcelStatus.PickedUp);
        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost");
        await ScanSecondAsync(shop, order, ParcelStatus.Delivered);
        await shop.PassWindowsAsync(order);

        await shop.AssertEndedAs(OrderStatus.Closed, order, shipped: 2, alerts: ["lost_compensated"]);
    }

    [Fact]
    public async Task Parcel_written_off_by_the_carrier_during_a_claim_is_refunded_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.ScanAsync(order, ParcelStatus.PickedUp);
        var claim = await FileAsync(shop, order, ClaimKind.Lost);

        await shop.ScanAsync(order, ParcelStatus.Exception, reason: "lost");
        Assert.Equal(order.Total, (await shop.ReadAsync(order)).State.Refunded);
        await DecideAsync(shop, order, claim, ClaimOutcome.Replacement);

        await shop.AssertEndedAs(OrderStatus.Refunded, order, shipped: 1);
    }

    private static async Task<Order> DeliveredAsync(Shop shop, int quantity = 1, Func<Order, Order>? change = null)
    {
        var order = await shop.PlaceAsync(placed => (change?.Invoke(placed) ?? placed) with { Lines = [shop.Line(shop.Wallet, quantity)] });
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        return order;
    }

    /// <summary>What the HTTP call does: the claim is stored, then its order hears of it; twice, as after a crash.</summary>
    private static async Task<CaseState> FileAsync(
        Shop shop,
        Order order,
        ClaimKind kind,
        DateTimeOffset? filedAt = null,
        Money? limit = null,
        int units = 1,
        bool guarded = true
    )
    {
        var claim = await DraftAsync(shop, order, kind, filedAt, limit, units);
        if (guarded)
            Assert.Null(await shop.Orders.FileCaseAsync(order.OrderId, claim));
        else
            await shop.Orders.RecordCaseAsync(new CaseProgress(order.OrderId, claim));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ClaimFiled, ClaimFiled.Of(claim));
        await shop.RaiseAsync(order.OrderId, OrderEvents.ClaimFiled, ClaimFiled.Of(claim));
        Assert.True((await shop.ReadAsync(order)).State.Commands[ClaimFiled.Of(claim).EventId].Accepted);
        return claim;
    }

    private static async Task<CaseState> DraftAsync(
        Shop shop,
        Order order,
        ClaimKind kind,
        DateTimeOffset? filedAt = null,
        Money? limit = null,
        int units = 1
    )
    {
        var record = await shop.ReadAsync(order);
        var at = filedAt ?? shop.Hub.Now;
        return new CaseState
        {
            Kind = CaseKind.Claim,
            CaseId = AzuriteFixture.NewId("claim"),
            Status = CaseStatus.Open,
            Lines = [new(shop.Wallet, units)],
            FiledAt = at,
            RemindAt = at.AddHours(36),
            DueBy = at.AddHours(72),
            LateBy = at.AddHours(144),
            Claim = new ClaimPart(kind, record.Parcels, _wallet * units, limit),
        };
    }

    private static Task DecideAsync(
        Shop shop,
        Order order,
        CaseState claim,
        ClaimOutcome outcome,
        Money? amount = null,
        string id = "decision",
        Money? goodwill = null
    ) =>
        shop.RaiseAsync(
            CaseKinds.InstanceId(order.OrderId, CaseKind.Claim, claim.CaseId),
            OrderEvents.ClaimDecision,
            new ClaimDecision($"{id}:{claim.CaseId}", outcome, amount, Liability.Carrier, "AAAA", "mei", goodwill)
        );

    private static Task ScanSecondAsync(Shop shop, Order order, ParcelStatus status) =>
        shop.RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, 2),
            OrderEvents.CarrierUpdate,
            new CarrierUpdate($"second-{status}", [new Scan($"second-{status}", shop.Hub.Now.AddMinutes(-1), status, null, "深圳", null)])
        );
}
