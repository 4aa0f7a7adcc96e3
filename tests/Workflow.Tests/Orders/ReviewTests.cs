using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class ReviewTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_refused_by_the_rules_is_cancelled_without_asking_for_payment()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await shop.PlaceAsync(contact: person =>
            person with
            {
                Verified = false,
                ShipTo = person.ShipTo with { PostalCode = "12" },
            }
        );

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        var cancellation = (await shop.ReadAsync(order)).State.Cancellation!;
        Assert.Contains(ReasonCode.IdentityNotVerified, cancellation.Reasons);
        Assert.Equal(2, cancellation.Reasons.Count);
        Assert.Equal(Actor.Shop, cancellation.By);
        Assert.Equal([MailKind.Received, MailKind.Cancelled], await shop.MailsAsync(order));
        Assert.DoesNotContain("payment_awaited", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Order_that_passed_the_rules_is_asked_to_pay_at_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await shop.PlaceAsync();

        Assert.Equal([MailKind.Received, MailKind.PaymentRequested], await shop.MailsAsync(order));
        var state = (await shop.ReadAsync(order)).State;
        var text = await shop.MailTextAsync(order, MailKind.PaymentRequested);
        Assert.Contains($"{order.Total}", text, StringComparison.Ordinal);
        Assert.Contains(state.PaymentUrl!, text, StringComparison.Ordinal);
        Assert.Contains(CustomerClock.Of(order).By(state.Deadlines[OrderDeadline.Payment]), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_that_a_person_passed_is_asked_to_pay_unless_paid(bool paid)
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);
        if (paid)
            await shop.PayAsync(order);
        Assert.DoesNotContain(MailKind.PaymentRequested, await shop.MailsAsync(order));

        await DecideAsync(shop, order, pass: true);

        Assert.Equal(!paid, (await shop.MailsAsync(order)).Contains(MailKind.PaymentRequested));
    }

    [Fact]
    public async Task Same_order_again_within_minutes_is_taken_for_a_duplicate()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync(contact: At("李雷", "科技园路 1 号", "518000", "深圳市"));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await shop.PlaceAsync(
            order => order with { CustomerId = first.CustomerId },
            At("李 雷", "科技园路１号", "518000", "深圳市")
        );

        await shop.AssertEndedAs(OrderStatus.Cancelled, second);
        Assert.Equal([ReasonCode.DuplicateOrder], (await shop.ReadAsync(second)).State.Cancellation!.Reasons);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(first));
    }

    [Fact]
    public async Task Same_goods_for_another_person_and_city_are_no_duplicate()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync(contact: At("李雷", "科技园路 1 号", "518000", "深圳市"));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await shop.PlaceAsync(
            order => order with { CustomerId = first.CustomerId },
            At("李娜", "南京东路 100 号", "200001", "上海市")
        );

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(second));
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(first));
    }

    [Fact]
    public async Task Doubtful_duplicate_waits_for_a_person_and_goes_on_when_passed()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync(contact: At("李雷", "科技园路 1 号", "518000", "深圳市"));
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await shop.PlaceAsync(
            order => order with { CustomerId = first.CustomerId },
            At("李雷", "科技园路 1 号 2 栋", "518000", "深圳市")
        );
        var state = (await shop.ReadAsync(second)).State;
        Assert.Equal(OrderStatus.InReview, state.Status);
        Assert.Equal([RiskRules.PossibleDuplicate], state.ManualReview!.Rules);

        await DecideAsync(shop, second, pass: true);

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(second));
    }

    [Fact]
    public async Task Order_in_manual_review_waits_and_continues_when_approved()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);
        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal(OrderStatus.InReview, state.Status);
        Assert.Equal([RiskRules.BlockedEmailDomain], state.ManualReview!.Rules);
        Assert.Equal(state.ManualReview.DecideBy, state.Deadlines[OrderDeadline.Review]);

        await DecideAsync(shop, order, pass: true);
        await DecideAsync(shop, order, pass: true);
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.Hub.AdvanceAsync(TimeSpan.FromDays(30));

        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Single(await shop.TimelineAsync(order), kind => kind == "review_approved");
    }

    [Fact]
    public async Task Place_typed_at_random_waits_for_a_person_who_sees_why()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync(contact: contact => contact with { ShipTo = contact.ShipTo with { Line1 = "asdf" } });

        var state = (await shop.ReadAsync(order)).State;
        Assert.Equal(OrderStatus.InReview, state.Status);
        Assert.Equal([AddressDoubts.Street], state.ManualReview!.Rules);

        await DecideAsync(shop, order, pass: true);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
    }

    [Fact]
    public async Task Review_decision_after_the_review_is_refused_and_the_order_continues()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await DecideAsync(shop, order, pass: false);

        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        var timeline = await shop.TimelineAsync(order);
        Assert.Contains("review_decision_refused", timeline);
        Assert.DoesNotContain("review_refused", timeline);
        Assert.Equal(ReasonCode.NotInReview, Assert.Single((await shop.ReadAsync(order)).State.Commands.Values).Reason);
    }

    [Fact]
    public async Task Order_rejected_in_manual_review_is_cancelled_without_telling_the_rule()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);

        await DecideAsync(shop, order, pass: false);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        await AssertNoRuleIsToldAsync(shop, order, ReasonCode.ReviewRefused);
    }

    [Fact]
    public async Task Order_with_a_refusal_score_is_cancelled_without_telling_the_rule()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious with { RefuseAt = 60 });

        var order = await shop.PlaceAsync(contact: NeedsReview);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        await AssertNoRuleIsToldAsync(shop, order, ReasonCode.ReviewRefused);
        Assert.Equal([RiskRules.BlockedEmailDomain], (await shop.ReadAsync(order)).State.ManualReview!.Rules);
    }

    [Fact]
    public async Task Undecided_manual_review_raises_an_alert_and_ends_in_cancellation()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);
        var review = (await shop.ReadAsync(order)).State.ManualReview!;

        await shop.Hub.AdvanceAsync(review.EscalateAt - shop.Hub.Now + TimeSpan.FromSeconds(1));
        Assert.Equal(OrderStatus.InReview, await shop.StatusAsync(order));
        Assert.Equal(["review_overdue"], await shop.AlertsAsync(order));
        await shop.Hub.AdvanceAsync(review.DecideBy - shop.Hub.Now + TimeSpan.FromSeconds(1));

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([ReasonCode.ReviewTimeout], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }

    [Fact]
    public async Task Customer_cancels_an_order_in_manual_review_before_anybody_looked()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([ReasonCode.CustomerRequest], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }

    private static RiskSettings Suspicious => new() { BlockedEmailDomains = ["example.com"], SharedAddress = 50 };

    private static Contact NeedsReview(Contact person) =>
        person with
        {
            Email = "x@example.com",
            ShipTo = person.ShipTo with { Line1 = $"{Guid.NewGuid():N}" },
        };

    private static Task DecideAsync(Shop shop, Order order, bool pass) =>
        shop.RaiseAsync(order.OrderId, OrderEvents.ReviewDecision, new ReviewDecision("decision-1", pass, "looked into it", "Mei"));

    /// <summary>Neither the view nor a mail's reasons nor the timeline name a rule, a score or what the reviewer wrote.</summary>
    private static async Task AssertNoRuleIsToldAsync(Shop shop, Order order, ReasonCode reason)
    {
        var record = await shop.ReadAsync(order);
        Assert.Equal([reason], record.State.Cancellation!.Reasons);
        var shown = Shop.Json(OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger));
        var told = (await shop.Orders.TimelineAsync(order.OrderId)).SelectMany(entry =>
            new[] { TimelineTexts.For(entry, "en"), TimelineTexts.For(entry, "zh-CN") }
        );
        foreach (var text in told.Append(shown).Append(ReasonTexts.For(reason, "en")))
        {
            foreach (var secret in RiskRules.Weights.Keys.Concat(["score", "risk", "domain", "looked into it"]))
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Func<Contact, Contact> At(string recipient, string line1, string postalCode, string city) =>
        person =>
            person with
            {
                ShipTo = person.ShipTo with { Recipient = recipient, Line1 = line1, PostalCode = postalCode, City = city },
            };
}
