using Doubles.Stripe;
using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Integration.Tests.Integrations.Payments;

/// <summary>Stripe's adapter against Stripe's double, over HTTP.</summary>
public sealed class StripePaymentsTests(AzuriteFixture azurite)
{
    private const string Create = "POST /v1/checkout/sessions";
    private const string Expire = "POST /v1/checkout/sessions/:id/expire";
    private const string Refund = "POST /v1/refunds";

    public static TheoryData<Fault> LostAnswers =>
        [Fault.Unavailable, Fault.TooMany, Fault.DoneThenError, Fault.DoneThenLost, Fault.DoneThenGarbage];

    [Fact]
    public async Task Customer_pays_what_is_due_on_the_page_of_one_session()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        var url = await world.RequestAsync();

        Assert.Equal(url, await world.RequestAsync());
        var (session, status) = Assert.Single(world.Stripe.SessionsOf(world.Order));
        Assert.Equal("open", status);
        Assert.EndsWith($"/stripe/pay/{session}", url, StringComparison.Ordinal);
        world.Stripe.Pay(session);
        var (payment, amount) = Assert.Single(world.Stripe.PaymentsOf(world.Order));
        Assert.Equal(15_900, amount);
        Assert.Equal(world.Order, await world.Payments.FindOrderAsync(payment));
        Assert.Null(await world.Payments.FindOrderAsync("pi_999999"));
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Session_whose_answer_was_lost_is_found_and_not_made_again(Fault fault)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        // Each attempt of one call.
        world.Stripe.Faults.Next(Create, fault, fault, fault);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RequestAsync());
        Assert.IsNotType<PaymentRefusedException>(failed);

        var url = await world.RequestAsync();

        var (session, _) = Assert.Single(world.Stripe.SessionsOf(world.Order));
        Assert.EndsWith(session, url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_amount_ends_the_session_before_it()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.RequestAsync(15_900);

        await world.RequestAsync(17_900, reference: "change-1", until: world.Until.AddMinutes(1));

        Assert.Equal(["expired", "open"], world.Stripe.SessionsOf(world.Order).Select(session => session.Status));
    }

    [Theory]
    [InlineData(Fault.DoneThenError)]
    [InlineData(Fault.DoneThenLost)]
    public async Task Session_that_nobody_heard_of_is_ended_with_the_others(Fault fault)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        world.Stripe.Faults.Next(Create, fault, fault, fault);
        await Assert.ThrowsAnyAsync<Exception>(() => world.RequestAsync());

        await world.Payments.CancelAsync(world.Order);

        Assert.Equal("expired", Assert.Single(world.Stripe.SessionsOf(world.Order)).Status);
    }

    [Fact]
    public async Task Customer_who_has_paid_is_not_asked_again()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        var first = await world.RequestAsync(15_900);
        world.Stripe.Pay(world.Stripe.SessionsOf(world.Order)[0].Id);

        Assert.Equal(first, await world.RequestAsync(17_900, reference: "change-1", until: world.Until.AddMinutes(1)));

        Assert.Equal("complete", Assert.Single(world.Stripe.SessionsOf(world.Order)).Status);
    }

    [Fact]
    public async Task Withdrawn_session_takes_no_money_and_a_paid_one_stays()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.Payments.CancelAsync(world.Order);
        await world.RequestAsync();
        world.Stripe.Faults.Next(Expire, Fault.DoneThenError, Fault.DoneThenError, Fault.DoneThenError);

        await Assert.ThrowsAnyAsync<Exception>(() => world.Payments.CancelAsync(world.Order));
        await world.Payments.CancelAsync(world.Order);
        await world.Payments.CancelAsync(world.Order);

        Assert.Equal("expired", Assert.Single(world.Stripe.SessionsOf(world.Order)).Status);
        await using var paid = await StripeWorld.OpenAsync(azurite);
        await paid.PayAsync();
        await paid.Payments.CancelAsync(paid.Order);
        Assert.Equal("complete", Assert.Single(paid.Stripe.SessionsOf(paid.Order)).Status);
    }

    [Theory]
    [InlineData(20, "amount_too_small")]
    [InlineData(0, "amount_too_small")]
    public async Task Amount_that_stripe_does_not_take_is_refused_for_good(long cents, string code)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RequestAsync(cents));

        Assert.Contains(code, refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Stripe.SessionsOf(world.Order));
    }

    [Theory]
    [InlineData(-10, 46)]
    [InlineData(3 * 24 * 60, (24 * 60) - 1)]
    [InlineData(180, 180)]
    public async Task Session_lives_as_long_as_stripe_allows(int wanted, int minutes)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        await world.RequestAsync(until: DateTimeOffset.UtcNow.AddMinutes(wanted));

        var asked = world.Stripe.Journal.Calls.Single(call => call.Call == Create).Body;
        var expires = asked.Split('&').Single(field => field.StartsWith("expires_at=", StringComparison.Ordinal)).Split('=')[1];
        var lives = DateTimeOffset.FromUnixTimeSeconds(long.Parse(expires)) - DateTimeOffset.UtcNow;
        Assert.InRange(lives, TimeSpan.FromMinutes(minutes - 1), TimeSpan.FromMinutes(minutes));
    }

    [Theory]
    [InlineData(PaymentMethod.Card, "card,link")]
    [InlineData(PaymentMethod.Wallet, "alipay,wechat_pay")]
    public async Task Page_offers_what_the_order_is_to_be_paid_by(PaymentMethod method, string types)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        await world.RequestAsync(method: method);

        var asked = Uri.UnescapeDataString(world.Stripe.Journal.Calls.Single(call => call.Call == Create).Body);
        var offered = asked.Split('&').Where(field => field.StartsWith("allowed_payment_method_types", StringComparison.Ordinal));
        Assert.Equal(types, string.Join(',', offered.Select(field => field.Split('=')[1])));
    }

    [Fact]
    public async Task Refund_goes_back_once_however_often_it_is_asked_for()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.PayAsync();

        var receipt = await world.RefundAsync(6_000);

        Assert.True(receipt.Settled);
        Assert.Equal(receipt, await world.RefundAsync(6_000));
        Assert.Equal((receipt.Reference, 6_000L, "succeeded"), Assert.Single(world.Stripe.RefundsOf(world.Order)));
        await world.RefundAsync(6_000, "goodwill");
        Assert.Equal(2, world.Stripe.RefundsOf(world.Order).Count);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Refund_whose_answer_was_lost_is_found_and_not_made_again(Fault fault)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.PayAsync();
        world.Stripe.Faults.Next(Refund, fault, fault, fault);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RefundAsync(6_000));
        Assert.IsNotType<PaymentRefusedException>(failed);

        var receipt = await world.RefundAsync(6_000);

        Assert.Equal((receipt.Reference, 6_000L, "succeeded"), Assert.Single(world.Stripe.RefundsOf(world.Order)));
    }

    [Fact]
    public async Task Pending_refund_is_settled_when_it_has_arrived()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.PayAsync();
        world.Stripe.RefundsSettleLater = true;

        var sent = await world.RefundAsync(6_000);
        world.Stripe.SettleRefund(sent.Reference);

        Assert.False(sent.Settled);
        Assert.Equal(sent with { Settled = true }, await world.RefundAsync(6_000));
    }

    [Fact]
    public async Task Failed_refund_is_made_anew_when_it_is_asked_for_again()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.PayAsync();
        var first = await world.RefundAsync(6_000);
        world.Stripe.FailRefund(first.Reference);

        var second = await world.RefundAsync(6_000);

        Assert.NotEqual(first.Reference, second.Reference);
        Assert.Equal(["failed", "succeeded"], world.Stripe.RefundsOf(world.Order).Select(refund => refund.Status));
    }

    [Fact]
    public async Task Refund_is_of_one_payment_and_says_how_much()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.PayAsync(15_900);
        await world.PayAsync(2_000, "change-1");

        // A smaller one comes whole from one payment; of a larger one the rest is asked for under another key.
        Assert.Equal(new Money(1_000, "USD"), (await world.RefundAsync(1_000, "goodwill")).Amount);
        var first = await world.RefundAsync(16_900);
        Assert.Equal(new Money(14_900, "USD"), first.Amount);
        Assert.Equal(first, await world.RefundAsync(16_900));
        Assert.Equal(new Money(2_000, "USD"), (await world.RefundAsync(2_000, "cancel/2")).Amount);

        Assert.Equal([1_000, 14_900, 2_000], world.Stripe.RefundsOf(world.Order).Select(refund => refund.Amount));
    }

    [Fact]
    public async Task Error_that_stripe_keeps_under_its_key_is_over_in_a_while()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        world.Stripe.Faults.Next(Create, Fault.ErrorKept);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.RequestAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => world.RequestAsync());

        world.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.NotEmpty(await world.RequestAsync());
        Assert.Single(world.Stripe.SessionsOf(world.Order));
    }

    [Fact]
    public async Task Refused_refund_is_made_once_its_cause_is_gone()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        var dispute = world.Stripe.Dispute(await world.PayAsync(), 15_900);
        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RefundAsync(6_000));
        world.Stripe.EndDispute(dispute, won: true);

        world.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.True((await world.RefundAsync(6_000)).Settled);
        Assert.Single(world.Stripe.RefundsOf(world.Order));
    }

    [Fact]
    public async Task Late_repetition_of_an_older_request_leaves_the_newer_one_open()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        await world.RequestAsync(15_900);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await world.RequestAsync(17_900, reference: "change-1");

        Assert.Equal(newer, await world.RequestAsync(15_900));

        Assert.Equal(["expired", "open"], world.Stripe.SessionsOf(world.Order).Select(session => session.Status));
    }

    [Theory]
    [InlineData(PaymentMethod.Crypto)]
    [InlineData(PaymentMethod.Transfer)]
    public async Task Other_methods_are_refused_before_and_after_placing(PaymentMethod method)
    {
        await using var world = await StripeWorld.OpenAsync(azurite);

        Assert.NotNull(world.Payments.Complaint(method, new Money(15_900, "USD")));
        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RequestAsync(method: method));
        Assert.Null(world.Payments.Complaint(PaymentMethod.Card, new Money(15_900, "USD")));
        Assert.NotNull(world.Payments.Complaint(PaymentMethod.Card, new Money(5_125, "KWD")));
    }

    [Fact]
    public async Task Refund_of_what_has_gone_back_already_is_refused_for_good()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        var payment = await world.PayAsync();
        world.Stripe.RefundByHand(payment, 15_900);

        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RefundAsync(6_000));

        Assert.Equal(0, world.Stripe.Journal.Count(Refund));
    }

    [Fact]
    public async Task Refund_of_disputed_money_is_refused_for_good()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        world.Stripe.Dispute(await world.PayAsync(), 15_900);

        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RefundAsync(6_000));

        Assert.Contains("charge_disputed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_of_ours_is_no_refusal_of_the_order()
    {
        await using var world = await StripeWorld.OpenAsync(azurite);
        world.Stripe.SecretKey = "sk_test_rolled";

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RequestAsync());

        Assert.IsNotType<PaymentRefusedException>(failed);
        world.Stripe.SecretKey = "sk_test_double";
        Assert.NotEmpty(await world.RequestAsync());
    }
}
