using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Views;

/// <summary>What an order's view says comes next: why, what, when, who.</summary>
public sealed class NextStepTests
{
    private static readonly DateTimeOffset _soon = Samples.Noon.AddDays(2);

    public static TheoryData<string, NextStepKind, Actor, bool> Situations =>
        new()
        {
            { "placed", NextStepKind.Review, Actor.System, false },
            { "review", NextStepKind.Review, Actor.Shop, true },
            { "payment", NextStepKind.Payment, Actor.Customer, true },
            { "payment seen", NextStepKind.Payment, Actor.Payment, true },
            { "payment seen in part", NextStepKind.Payment, Actor.Customer, true },
            { "payment failed", NextStepKind.Payment, Actor.Customer, true },
            { "change offered", NextStepKind.ChangeConfirm, Actor.Customer, true },
            { "change to pay", NextStepKind.Payment, Actor.Customer, true },
            { "paid", NextStepKind.Stock, Actor.System, false },
            { "short", NextStepKind.StockDecision, Actor.Customer, true },
            { "restock", NextStepKind.StockArrival, Actor.Shop, true },
            { "packing", NextStepKind.HandOver, Actor.Shop, false },
            { "licences only", NextStepKind.Licences, Actor.System, false },
            { "booked", NextStepKind.PickUp, Actor.Carrier, true },
            { "on its way", NextStepKind.Delivery, Actor.Carrier, true },
            { "late", NextStepKind.Delivery, Actor.Carrier, false },
            { "customs", NextStepKind.Customs, Actor.Carrier, true },
            { "attempt failed", NextStepKind.NewAttempt, Actor.Customer, false },
            { "to collect", NextStepKind.Collection, Actor.Customer, false },
            { "trouble", NextStepKind.Inquiry, Actor.Shop, false },
            { "coming back", NextStepKind.WayBack, Actor.Carrier, false },
            { "came back", NextStepKind.ReturnInspection, Actor.Shop, false },
            { "recalled", NextStepKind.WayBack, Actor.Carrier, false },
            { "delivered", NextStepKind.Close, Actor.System, true },
            { "claimed", NextStepKind.ClaimAnswer, Actor.Shop, true },
            { "asked", NextStepKind.RequestAnswer, Actor.Shop, true },
            { "return granted", NextStepKind.ReturnSending, Actor.Customer, true },
            { "return sent", NextStepKind.ReturnArrival, Actor.Carrier, false },
            { "return received", NextStepKind.ReturnInspection, Actor.Shop, false },
            { "replacement", NextStepKind.PickUp, Actor.Carrier, true },
            { "compensating", NextStepKind.Compensation, Actor.System, false },
            { "refund sent", NextStepKind.Refund, Actor.Payment, true },
            { "refund by hand", NextStepKind.Refund, Actor.Shop, false },
        };

    [Theory]
    [MemberData(nameof(Situations))]
    public void Each_situation_says_why_what_when_and_who_in_both_languages(string situation, NextStepKind what, Actor who, bool dated)
    {
        var english = Of(situation, "en");
        var chinese = Of(situation, "zh-CN");

        Assert.Equal((what, who, dated), (english.What, english.Who, english.When is not null));
        foreach (var (step, locale) in new[] { (english, "en"), (chinese, "zh-CN") })
        {
            if (step.When is { } when)
                Assert.Contains(CustomerClock.Of("CN", locale).By(when), step.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(step.Text, letter => letter is '[' or ']' or '{' or '}');
        }

        Assert.Equal((english.What, english.When, english.Who), (chinese.What, chinese.When, chinese.Who));
        foreach (var text in new[] { english.Why, english.Text })
            Assert.DoesNotContain(text, letter => letter > 0x2000);
        foreach (var text in new[] { chinese.Why, chinese.Text })
            Assert.Matches("[一-龥]{4}.*。$", text);
    }

    [Fact]
    public void Every_kind_of_step_is_among_the_situations() =>
        Assert.Equal(
            [NextStepKind.OnHold, NextStepKind.Stopped],
            Enum.GetValues<NextStepKind>().Except(Situations.Select(row => row.Data.Item2))
        );

    [Theory]
    [InlineData(NextStepKind.OnHold, "on hold", "暂停")]
    [InlineData(NextStepKind.Stopped, "stopped", "停止")]
    public void Order_that_a_person_halted_says_so(NextStepKind kind, string english, string chinese)
    {
        Assert.Contains(english, NextSteps.Halted(kind, Samples.Order(locale: "en")).Why, StringComparison.Ordinal);
        Assert.Contains(chinese, NextSteps.Halted(kind, Samples.Order(locale: "zh-CN")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_step_has_words_in_both_languages()
    {
        foreach (var words in Enum.GetValues<NextStepKind>().Select(NextStepTexts.For))
        {
            foreach (var text in new[] { words.Why, words.Text })
            {
                Assert.DoesNotContain(text.En, letter => letter > 0x2000);
                Assert.Matches("[一-龥]{4}.*。$", System.Text.RegularExpressions.Regex.Replace(text.Zh, @"\[[^]]*\]", ""));
            }
        }
    }

    [Fact]
    public void Deadline_of_a_step_is_one_that_its_status_waits_for()
    {
        foreach (var wait in Enum.GetValues<OrderStatus>().Select(Transitions.WaitOf))
        {
            Assert.Equal(wait.Kind == WaitKind.Nothing, wait.Next is null);
            if (wait.Next?.Deadline() is { } deadline && wait.Kind != WaitKind.App)
                Assert.Contains(deadline, wait.Deadlines);
        }
    }

    [Fact]
    public void Seen_payment_says_its_confirmations_and_those_needed() =>
        Assert.Contains("159.00 USD on the network: 1 of 3 confirmations", Of("payment seen", "en").Why, StringComparison.Ordinal);

    [Fact]
    public void Failed_payment_asks_to_try_again() =>
        Assert.StartsWith("Please try again", Of("payment failed", "en").Text, StringComparison.Ordinal);

    [Fact]
    public void Order_paid_before_an_increase_stays_as_it_was()
    {
        var state = At(OrderStatus.AwaitingPayment) with { Captured = Samples.Usd(15900), DueBeforeIncrease = Samples.Usd(15900) };
        var seen = state with { Payments = [Payment(PaymentStatus.Seen, 100)] };
        var unpaid = state with { Captured = Samples.Usd(0) };

        string Text(OrderState at) => NextSteps.Of(Samples.Order(), at, [], [], Samples.Noon)!.Text;

        Assert.Contains("stays as it was", Text(state), StringComparison.Ordinal);
        Assert.Contains("stays as it was", Text(seen), StringComparison.Ordinal);
        Assert.Contains("order is cancelled", Text(unpaid), StringComparison.Ordinal);
    }

    [Fact]
    public void Manual_review_never_tells_the_customer_its_rule()
    {
        var step = Of("review", "en");

        Assert.DoesNotContain(RiskRules.BlockedEmailDomain, $"{step.Why} {step.Text}", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_parcels_the_one_that_needs_somebody_is_named()
    {
        var (fine, waiting) = (Samples.Parcel(ParcelStatus.InTransit), Samples.Parcel(ParcelStatus.AvailableForPickup) with { Number = 2 });

        var step = NextSteps.Of(Samples.Order(), At(OrderStatus.InTransit), [fine, waiting], [], Samples.Noon)!;

        Assert.Equal((NextStepKind.Collection, Actor.Customer), (step.What, step.Who));
        Assert.StartsWith("Parcel 2 ", step.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, true, true)]
    [InlineData(1, -1, true, false)]
    [InlineData(-1, 1, false, true)]
    [InlineData(-1, -1, false, false)]
    public void Delivered_order_offers_only_what_is_still_allowed(int claimDays, int returnDays, bool claim, bool giveBack)
    {
        var now = Samples.Noon.AddDays(10);
        var parcel = Samples.Parcel(ParcelStatus.Delivered) with
        { // The time for claims runs from each parcel's own delivery.
            DeliveredAt = now.AddDays(claimDays) - Samples.Order().Windows.Claim,
            Outcome = ShipmentOutcome.Delivered,
        };
        var state = At(OrderStatus.Delivered) with
        {
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset>
            {
                [OrderDeadline.Claim] = now.AddDays(claimDays),
                [OrderDeadline.Return] = now.AddDays(returnDays),
            },
        };

        var view = OrderViews.Of(Samples.Order(), state, [parcel], [], [], now);

        Assert.Equal((claim, giveBack), (view.Allowed["claim"].Possible, view.Allowed["return"].Possible));
        Assert.Equal(claim, view.Next!.Text.Contains("if something is wrong", StringComparison.Ordinal));
        Assert.Equal(giveBack, view.Next.Text.Contains("send goods back", StringComparison.Ordinal));
    }

    private static NextStep Of(string situation, string locale)
    {
        OrderState state = At(OrderStatus.Delivered) with { Deadlines = Due(OrderDeadline.Claim) };
        ParcelState? parcel = null;
        CaseState? filed = null;
        switch (situation)
        {
            case "placed":
                state = At(OrderStatus.Placed);
                break;
            case "review":
                state = At(OrderStatus.InReview) with
                {
                    ManualReview = new ManualReview(60, [RiskRules.BlockedEmailDomain], _soon, _soon),
                    Deadlines = Due(OrderDeadline.Review),
                };
                break;
            case "payment":
                state = At(OrderStatus.AwaitingPayment);
                break;
            case "payment seen":
                state = At(OrderStatus.AwaitingPayment) with
                {
                    Payments = [Payment(PaymentStatus.Seen, 15900)],
                    PaymentUrl = "https://pay",
                };
                break;
            case "payment seen in part":
                state = At(OrderStatus.AwaitingPayment) with { Payments = [Payment(PaymentStatus.Seen, 100)], PaymentUrl = "https://pay" };
                break;
            case "payment failed":
                state = At(OrderStatus.AwaitingPayment) with
                {
                    Payments = [Payment(PaymentStatus.Failed, 15900)],
                    PaymentUrl = "https://pay",
                };
                break;
            case "change offered":
                state = At(OrderStatus.CheckingStock) with { Offer = Offer(confirmed: false) };
                break;
            case "change to pay":
                state = At(OrderStatus.AwaitingPayment) with { Offer = Offer(confirmed: true) };
                break;
            case "paid":
                state = At(OrderStatus.CheckingStock);
                break;
            case "short":
                state = At(OrderStatus.AwaitingStockDecision) with
                {
                    Short = [new ShortLine("HW-PRO", 1, 1, [])],
                    Deadlines = Due(OrderDeadline.StockDecision),
                };
                break;
            case "restock":
                state = At(OrderStatus.CheckingStock) with
                {
                    Short = [new ShortLine("HW-PRO", 1, 1, [])],
                    Deadlines = Due(OrderDeadline.Restock),
                };
                break;
            case "packing":
            case "licences only":
                state = At(OrderStatus.Preparing);
                break;
            case "booked":
                (state, parcel) = (At(OrderStatus.Preparing), Parcel(ParcelStatus.LabelCreated));
                break;
            case "on its way":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.InTransit));
                break;
            case "late":
                (state, parcel) = (
                    At(OrderStatus.InTransit),
                    Parcel(ParcelStatus.InTransit) with
                    {
                        PromisedTo = Samples.Noon.AddDays(-1),
                    }
                );
                break;
            case "customs":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.Customs));
                break;
            case "attempt failed":
                (state, parcel) = (At(OrderStatus.OutForDelivery), Parcel(ParcelStatus.AttemptFailed));
                break;
            case "to collect":
                (state, parcel) = (At(OrderStatus.OutForDelivery), Parcel(ParcelStatus.AvailableForPickup));
                break;
            case "trouble":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.Exception));
                break;
            case "coming back":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.Returning));
                break;
            case "came back":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.Returned));
                break;
            case "recalled":
                (state, parcel) = (At(OrderStatus.InTransit), Parcel(ParcelStatus.InTransit) with { Recalled = true });
                break;
            case "delivered":
                break;
            case "claimed":
                filed = Case(CaseKind.Claim, CaseStatus.Open);
                break;
            case "asked":
                filed = Case(CaseKind.Request, CaseStatus.Open);
                break;
            case "return granted":
                filed = Case(CaseKind.Return, CaseStatus.Open);
                break;
            case "return sent":
                filed = Case(CaseKind.Return, CaseStatus.InTransit);
                break;
            case "return received":
                filed = Case(CaseKind.Return, CaseStatus.Received);
                break;
            case "replacement":
                parcel = Parcel(ParcelStatus.LabelCreated);
                break;
            case "compensating":
                state = At(OrderStatus.Cancelling);
                break;
            case "refund sent":
                state = At(OrderStatus.Cancelling) with { Refunds = [Refund(RefundStatus.Sent)], Deadlines = Due(OrderDeadline.Refund) };
                break;
            case "refund by hand":
                state = At(OrderStatus.Cancelling) with { Refunds = [Refund(RefundStatus.InKind)] };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation), situation, "Not a situation.");
        }

        var order = Samples.Order(locale: locale);
        if (situation == "licences only")
            order = order with { Lines = [order.Lines[0] with { Kind = ProductKind.Digital }] };
        return NextSteps.Of(order, state, parcel is null ? [] : [parcel], filed is null ? [] : [filed], Samples.Noon)!;
    }

    private static OrderState At(OrderStatus status) => InitialState.Of(Samples.Order()) with { Status = status };

    private static Dictionary<OrderDeadline, DateTimeOffset> Due(OrderDeadline name) => new() { [name] = _soon };

    private static ParcelState Parcel(ParcelStatus status) => Samples.Parcel(status) with { PromisedTo = _soon };

    private static CaseState Case(CaseKind kind, CaseStatus status) =>
        new()
        {
            Kind = kind,
            CaseId = "c-1",
            Status = status,
            FiledAt = Samples.Noon,
            DueBy = _soon,
        };

    private static PaymentState Payment(PaymentStatus status, long amount) =>
        new("sandbox/tx-1", Samples.Usd(amount), status, 1, Samples.Noon);

    private static RefundState Refund(RefundStatus status) => new("cancel", Samples.Usd(100), status, null, Samples.Noon);

    private static ChangeOffer Offer(bool confirmed) =>
        new("ch-1", null!, null!, Samples.Usd(100), AsksDuties: false, _soon) { Confirmed = confirmed };
}
