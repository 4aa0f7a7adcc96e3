using System.Text.RegularExpressions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Views;

public sealed partial class OrderViewTests
{
    public static TheoryData<OrderStatus, NextStepKind?, Actor?, ReasonCode?> Statuses =>
        new()
        {
            { OrderStatus.Placed, NextStepKind.Review, Actor.System, null },
            { OrderStatus.InReview, NextStepKind.Review, Actor.System, null },
            { OrderStatus.AwaitingPayment, NextStepKind.Payment, Actor.Customer, null },
            { OrderStatus.CheckingStock, NextStepKind.Stock, Actor.System, null },
            { OrderStatus.AwaitingStockDecision, NextStepKind.StockDecision, Actor.Customer, null },
            { OrderStatus.Preparing, NextStepKind.HandOver, Actor.Shop, null },
            { OrderStatus.Shipped, NextStepKind.Delivery, Actor.Carrier, ReasonCode.CarrierIsAsked },
            { OrderStatus.InTransit, NextStepKind.Delivery, Actor.Carrier, ReasonCode.CarrierIsAsked },
            { OrderStatus.OutForDelivery, NextStepKind.Delivery, Actor.Carrier, ReasonCode.CarrierIsAsked },
            { OrderStatus.Delivered, NextStepKind.Close, Actor.System, ReasonCode.Delivered },
            { OrderStatus.Cancelling, NextStepKind.Compensation, Actor.System, ReasonCode.CancelInProgress },
            { OrderStatus.Closed, null, null, ReasonCode.Finished },
            { OrderStatus.Cancelled, null, null, ReasonCode.Finished },
            { OrderStatus.Refunded, null, null, ReasonCode.Finished },
            { OrderStatus.Failed, null, null, ReasonCode.Finished },
        };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void View_says_what_comes_next_and_whether_it_can_be_cancelled(
        OrderStatus status,
        NextStepKind? what,
        Actor? who,
        ReasonCode? against
    )
    {
        var view = View(status);

        Assert.Equal(what, view.Next?.What);
        Assert.Equal(who, view.Next?.Who);
        Assert.Equal(against is null or ReasonCode.CarrierIsAsked, view.Allowed["cancel"].Possible);
        Assert.Equal(against, view.Allowed["cancel"].Reason?.Code);
    }

    [Fact]
    public void Parcel_that_the_carrier_has_offers_no_cancel_before_order_knows()
    {
        var state = InitialState.Of(Samples.Order()) with { Status = OrderStatus.Preparing };

        Assert.Equal(ReasonCode.HandedOver, CommandRules.AgainstCancel(state, [Samples.Parcel(ParcelStatus.PickedUp)]));
        Assert.Null(CommandRules.AgainstCancel(state, [Samples.Parcel()]));
    }

    [Fact]
    public void Cancel_of_what_the_carrier_has_is_possible_until_it_was_asked()
    {
        var order = Samples.Order(locale: "zh-CN");
        Allowance Cancel(OrderState state, params ParcelState[] parcels) =>
            CommandRules.All(order, state, parcels, [], Samples.Noon)["cancel"];
        var state = InitialState.Of(order) with { Status = OrderStatus.InTransit };
        var parcel = Samples.Parcel(ParcelStatus.InTransit);

        Assert.Equal(
            new Allowance(true, ReasonCode.CarrierIsAsked, ReasonTexts.For(ReasonCode.CarrierIsAsked, "zh-CN")),
            Cancel(state, parcel)
        );
        Assert.Equal(
            (false, ReasonCode.Recalled),
            (Cancel(state, parcel with { Recalled = true }).Possible, Cancel(state, parcel with { Recalled = true }).Reason)
        );
        Assert.True(Cancel(state, parcel with { Recalled = true }, parcel with { Number = 2 }).Possible);
        Assert.Equal(
            (false, ReasonCode.HandedOverReturnPrepared),
            (Cancel(state with { ReturnAtDelivery = true }, parcel).Possible, Cancel(state with { ReturnAtDelivery = true }, parcel).Reason)
        );
    }

    [Fact]
    public void Time_to_pay_is_shown_only_while_something_is_to_be_paid()
    {
        var awaited = View(OrderStatus.AwaitingPayment);
        Assert.Equal(Samples.Usd(15900), awaited.AmountDue);
        Assert.Equal(Samples.Noon.AddHours(24), awaited.Deadlines[OrderDeadline.Payment]);

        Assert.Equal(Samples.Usd(15900), View(OrderStatus.InReview).AmountDue);
        Assert.DoesNotContain(OrderDeadline.Payment, View(OrderStatus.Placed).Deadlines);
        Assert.DoesNotContain(OrderDeadline.Payment, View(OrderStatus.InReview).Deadlines);
        Assert.DoesNotContain(OrderDeadline.Payment, View(OrderStatus.AwaitingStockDecision).Deadlines);
        var seen = InitialState.Of(Samples.Order()) with
        {
            Status = OrderStatus.AwaitingPayment,
            PaymentUrl = "https://pay",
            Payments = [new("sandbox/tx-1", Samples.Usd(15900), PaymentStatus.Seen, 1, Samples.Noon)],
        };
        Assert.DoesNotContain(OrderDeadline.Payment, OrderViews.Of(Samples.Order(), seen, [], []).Deadlines);
    }

    [Theory]
    [InlineData("en", "We have received 100.00 USD", "59.00 USD", "refunded")]
    [InlineData("zh-CN", "已收到订单款项 100.00 USD", "59.00 USD", "退还")]
    public void Part_that_is_paid_is_told_beside_the_rest(string locale, string paid, string rest, string end)
    {
        var order = Samples.Order(locale: locale);
        var state = InitialState.Of(order) with { Status = OrderStatus.AwaitingPayment, Captured = Samples.Usd(10000) };

        var next = OrderViews.Of(order, state, [], []).Next!;

        Assert.Contains(paid, next.Why, StringComparison.Ordinal);
        Assert.Contains(rest, next.Text, StringComparison.Ordinal);
        Assert.Contains(end, next.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Parcel 2: The parcel is on its way.")]
    [InlineData("zh-CN", "包裹 2：包裹运输中。")]
    public void Timeline_names_the_parcel_where_there_are_several(string locale, string text)
    {
        var order = Samples.Order(locale: locale);
        TimelineEntry[] timeline = [new(Samples.Noon, TimelineKind.ScanInTransit, Actor.Carrier) { Parcel = 2 }];
        var one = Samples.Parcel(ParcelStatus.InTransit);
        OrderRecord record = new(order, InitialState.Of(order), [one, one with { Number = 2 }], []);

        Assert.Equal(text, Assert.Single(CustomerTimeline.Of(record, timeline, locale)).Text);
        Assert.DoesNotContain(
            "2",
            CustomerTimeline.Of(record with { Parcels = [one] }, timeline, locale)[0].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Customer_hears_of_their_own_refused_commands_only()
    {
        var order = Samples.Order();
        TimelineEntry[] timeline =
        [
            .. new[]
            {
                TimelineKind.CancelRefused,
                TimelineKind.HoldDecisionRefused,
                TimelineKind.RefundDecisionRefused,
                TimelineKind.ReviewDecisionRefused,
            }.Select(kind => new TimelineEntry(Samples.Noon, kind, Actor.System)),
        ];

        var told = CustomerTimeline.Of(new(order, InitialState.Of(order), [], []), timeline, "en");

        Assert.Equal(TimelineKind.CancelRefused, Assert.Single(told).Entry.Kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Customers_are_not_told_of_as_somebody_else(TimelineKind kind)
    {
        var text = TimelineTexts.For(new(Samples.Noon, kind, Actor.System), "en");

        Assert.DoesNotContain("customer", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(ParcelStatus.AvailableForPickup, ParcelStatus.AvailableForPickup, ParcelStatus.AvailableForPickup)]
    [InlineData(ParcelStatus.AvailableForPickup, ParcelStatus.InTransit, null)]
    [InlineData(ParcelStatus.OutForDelivery, ParcelStatus.OutForDelivery, null)]
    [InlineData(ParcelStatus.Customs, ParcelStatus.Customs, ParcelStatus.Customs)]
    public void Status_is_the_setback_of_all_that_is_on_its_way(ParcelStatus one, ParcelStatus other, ParcelStatus? setback) =>
        Assert.Equal(
            setback,
            ParcelSteps.Setback(OrderStatus.OutForDelivery, [Samples.Parcel(one), Samples.Parcel(other) with { Number = 2 }])
        );

    [Theory]
    [InlineData(OrderStatus.AwaitingPayment, 900, 15000)]
    [InlineData(OrderStatus.AwaitingPayment, 16000, 0)]
    [InlineData(OrderStatus.CheckingStock, 15900, 0)]
    [InlineData(OrderStatus.Cancelled, 0, 0)]
    public void Amount_due_is_what_is_missing_while_payment_is_awaited(OrderStatus status, long captured, long due)
    {
        var state = InitialState.Of(Samples.Order()) with { Status = status, Captured = Samples.Usd(captured) };

        Assert.Equal(Samples.Usd(due), OrderViews.Of(Samples.Order(), state, [], []).AmountDue);
    }

    [Fact]
    public void Texts_are_in_the_customers_language()
    {
        var order = Samples.Order(locale: "zh-CN");
        var view = OrderViews.Of(
            order,
            InitialState.Of(order) with
            {
                Cancellation = new Cancellation([new Reason(ReasonCode.OutOfStock, "HW-PRO")], Actor.Shop, Samples.Noon),
            },
            [],
            []
        );

        Assert.Equal("钱包", view.Lines[0].Name);
        Assert.Equal("我们将审核订单，随后通知您付款。", view.Next!.Text);
        Assert.Equal("商品 钱包 缺货。", Assert.Single(view.Cancellation!.Reasons).Text);
    }

    [Fact]
    public void Goods_sent_again_are_to_come_before_the_carrier_has_them()
    {
        var order = Samples.Order();
        var came = Samples.Parcel(ParcelStatus.Delivered) with { DeliveredAt = Samples.Noon, Outcome = ShipmentOutcome.Delivered };
        var again = Samples.Parcel(ParcelStatus.LabelCreated) with { Number = 2 };
        var state = InitialState.Of(order) with { Status = OrderStatus.Delivered };

        Assert.Equal(2, Assert.Single(OrderViews.Of(order, state, [came, again], []).Outstanding!).Parcel);
        Assert.Null(OrderViews.Of(order, state, [came, again with { Outcome = ShipmentOutcome.Voided, Voided = true }], []).Outstanding);
        Assert.Null(OrderViews.Of(order, state, [came], []).Outstanding);
    }

    [Fact]
    public void Parcel_waiting_to_be_collected_is_the_customers_turn()
    {
        var order = Samples.Order();
        var view = OrderViews.Of(
            order,
            InitialState.Of(order) with
            {
                Status = OrderStatus.OutForDelivery,
            },
            [Samples.Parcel(ParcelStatus.AvailableForPickup)],
            []
        );

        Assert.Equal(Actor.Customer, view.Next!.Who);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_timeline_kind_has_words_in_both_languages_and_is_told_somewhere(TimelineKind kind)
    {
        var entry = new TimelineEntry(Samples.Noon, kind, Actor.System);
        string[] words = [TimelineTexts.For(entry, "en"), TimelineTexts.For(entry, "zh-CN")];

        Assert.All(words, text => Assert.NotEmpty(text));
        Assert.NotEqual(words[0], words[1]);
        Assert.Contains($"TimelineKind.{kind}", _tellers.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15900, 0, false)]
    [InlineData(10000, 5900, true)]
    public void Seen_coins_are_shown_and_not_asked_for_again(long seen, long due, bool asks)
    {
        var order = Samples.Order(method: PaymentMethod.Crypto);
        var state = InitialState.Of(order) with
        {
            Status = OrderStatus.AwaitingPayment,
            PaymentUrl = "https://pay.example/1",
            Payments = [new("sandbox/tx-1", Samples.Usd(seen), PaymentStatus.Seen, 1, Samples.Noon)],
        };

        var view = OrderViews.Of(order, state, [], []);

        Assert.Equal([new PaymentView(Samples.Usd(seen), PaymentStatus.Seen, Samples.Noon, 1, 3)], view.Payments);
        Assert.Equal(Samples.Usd(due), view.AmountDue);
        Assert.Equal(asks, view.PaymentUrl is not null);
    }

    [Fact]
    public void Timeline_puts_facts_into_the_sentence()
    {
        var entry = new TimelineEntry(
            Samples.Noon,
            TimelineKind.PaymentShort,
            Actor.Payment,
            new Dictionary<string, string> { ["amount"] = "1.00 USD", ["missing"] = "158.00 USD" }
        );

        Assert.Equal("1.00 USD was received; 158.00 USD is missing.", TimelineTexts.For(entry, "en"));
        Assert.Equal("已收到 1.00 USD，尚缺 158.00 USD。", TimelineTexts.For(entry, "zh-CN"));
    }

    private static OrderView View(OrderStatus status) =>
        OrderViews.Of(Samples.Order(), InitialState.Of(Samples.Order()) with { Status = status }, [], []);

    public static TheoryData<TimelineKind> Kinds => [.. Enum.GetValues<TimelineKind>()];

    /// <summary>Everything but the words themselves.</summary>
    private static readonly Lazy<string> _tellers = new(() =>
        string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith("TimelineTexts.cs", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        )
    );
}
