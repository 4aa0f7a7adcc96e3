using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Tests.Workflow;

public sealed class ReviewTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_that_the_rules_refuse_is_cancelled_with_the_reasons_and_asks_for_no_money()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await shop.PlaceAsync(contact: person =>
            person with
            {
                Verified = false,
                ShipTo = person.ShipTo with { PostalCode = "12" },
            }
        );

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        var cancellation = (await shop.ReadAsync(order)).State.Cancellation!;
        Assert.Contains(ReasonCode.IdentityNotVerified, cancellation.Reasons);
        Assert.Equal(2, cancellation.Reasons.Count);
        Assert.Equal(Actor.Shop, cancellation.By);
        Assert.Equal([MailKind.Received, MailKind.Cancelled], await shop.MailsAsync(order));
        Assert.DoesNotContain("payment_awaited", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Same_order_again_within_minutes_is_taken_for_a_duplicate()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await shop.PlaceAsync(order => order with { CustomerId = first.CustomerId });

        await shop.AssertEndedAsync(second, OrderStatus.Cancelled);
        Assert.Equal([ReasonCode.DuplicateOrder], (await shop.ReadAsync(second)).State.Cancellation!.Reasons);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(first));
    }

    [Fact]
    public async Task Doubtful_order_waits_for_a_person_and_goes_on_when_it_is_passed()
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

        await shop.AssertEndedAsync(order, OrderStatus.Closed);
        Assert.Single(await shop.TimelineAsync(order), kind => kind == "review_approved");
    }

    [Fact]
    public async Task Review_decision_after_the_review_is_refused_and_the_order_goes_on()
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
    public async Task Doubtful_order_that_a_person_refuses_is_cancelled_and_never_tells_the_rule()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);

        await DecideAsync(shop, order, pass: false);

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        await AssertNoRuleIsToldAsync(shop, order, ReasonCode.ReviewRefused);
    }

    [Fact]
    public async Task Order_whose_score_is_beyond_doubt_is_refused_at_once_and_never_tells_the_rule()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious with { RefuseAt = 60 });

        var order = await shop.PlaceAsync(contact: NeedsReview);

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        await AssertNoRuleIsToldAsync(shop, order, ReasonCode.ReviewRefused);
        Assert.Equal([RiskRules.BlockedEmailDomain], (await shop.ReadAsync(order)).State.ManualReview!.Rules);
    }

    [Fact]
    public async Task Nobody_decides_then_operations_are_told_and_at_the_end_of_the_window_the_order_is_cancelled()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);
        var review = (await shop.ReadAsync(order)).State.ManualReview!;

        await shop.Hub.AdvanceAsync(review.EscalateAt - shop.Hub.Now + TimeSpan.FromSeconds(1));
        Assert.Equal(OrderStatus.InReview, await shop.StatusAsync(order));
        Assert.Equal(["review_overdue"], await shop.AlertsAsync(order));
        await shop.Hub.AdvanceAsync(review.DecideBy - shop.Hub.Now + TimeSpan.FromSeconds(1));

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled, alerts: ["review_overdue"]);
        Assert.Equal([ReasonCode.ReviewTimeout], (await shop.ReadAsync(order)).State.Cancellation!.Reasons);
    }

    [Fact]
    public async Task Customer_cancels_a_doubtful_order_before_anybody_looked()
    {
        await using var shop = await Shop.OpenAsync(azurite, risk: Suspicious);
        var order = await shop.PlaceAsync(contact: NeedsReview);

        await shop.CancelAsync(order);

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
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
}
