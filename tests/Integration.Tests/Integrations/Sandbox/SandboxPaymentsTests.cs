using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Sandbox;

namespace Integration.Tests.Integrations.Sandbox;

public sealed class SandboxPaymentsTests(AzuriteFixture azurite)
{
    private static readonly Money _due = new(15900, "USD");

    private readonly string _order = AzuriteFixture.NewId();
    private readonly SandboxWorld _world = new(azurite);

    [Fact]
    public async Task Request_gives_the_same_page_however_often_it_is_made()
    {
        var first = await RequestAsync();
        var second = await RequestAsync();

        Assert.Equal($"http://shop.example/api/sandbox/payments/{_order}/checkout", first.Url);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Request_for_another_amount_is_refused()
    {
        await RequestAsync();

        await Assert.ThrowsAsync<PaymentRefusedException>(() =>
            _world.Payments.RequestAsync(Wanted(new(1, "USD"), _world.Stores.Clock.Now))
        );
    }

    [Fact]
    public async Task Pay_captures_once_and_posts_a_webhook_that_the_shop_takes()
    {
        await _world.Stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order)));
        await RequestAsync();

        Assert.Equal(200, (await PayAsync($$"""{ "eventId": "evt-{{_order}}" }""")).Status);
        Assert.Equal(200, (await PayAsync($$"""{ "eventId": "evt-{{_order}}" }""")).Status);

        Assert.Equal(_due, Assert.Single((await AccountAsync()).Captures).Amount);
        Assert.Equal(
            OrderEvents.PaymentUpdate,
            (await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:evt-{_order}"))!.Target.EventName
        );
    }

    [Fact]
    public async Task Pay_of_a_withdrawn_request_is_refused()
    {
        await RequestAsync();
        await _world.Payments.CancelAsync(_order);
        await _world.Payments.CancelAsync(_order);

        Assert.Equal(409, (await PayAsync("")).Status);
        Assert.Empty((await AccountAsync()).Captures);
    }

    [Fact]
    public async Task Cancel_of_a_request_that_was_never_made_does_nothing()
    {
        await _world.Payments.CancelAsync(_order);

        Assert.Null(await _world.Books.FindAsync(_order, default));
    }

    [Fact]
    public async Task Refund_with_the_same_key_is_the_same_refund()
    {
        await CapturedAsync();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.Payments.RefundAsync("refund:cancel", _order, _due)));

        Assert.Single(receipts.Distinct());
        Assert.Equal(_due, Assert.Single((await AccountAsync()).Refunds).Amount);
        await Assert.ThrowsAsync<PaymentRefusedException>(() => _world.Payments.RefundAsync("refund:cancel", _order, new(1, "USD")));
    }

    [Fact]
    public async Task Refunds_never_exceed_what_was_captured()
    {
        await CapturedAsync();
        await _world.Payments.RefundAsync("one", _order, new(15000, "USD"));

        await Assert.ThrowsAsync<PaymentRefusedException>(() => _world.Payments.RefundAsync("two", _order, new(901, "USD")));
        await Assert.ThrowsAsync<PaymentRefusedException>(() => _world.Payments.RefundAsync("three", _order, new(900, "EUR")));
        await _world.Payments.RefundAsync("four", _order, new(900, "USD"));

        Assert.Equal(15900, (await AccountAsync()).Refunds.Sum(refund => refund.Amount.Amount));
    }

    [Fact]
    public async Task Refund_of_money_unknown_to_the_books_is_accepted_and_recorded()
    {
        await _world.Payments.RefundAsync("late", _order, new(15900, "USD"));

        Assert.Single((await AccountAsync()).Refunds);
    }

    [Fact]
    public async Task Company_answers_404_while_the_sandbox_is_off()
    {
        var off = new SandboxWorld(azurite, enabled: false);

        Assert.Equal(404, (await off.PostSignedAsync("/api/sandbox/payments", "{}")).Status);
        Assert.Equal(404, (await off.PostSignedAsync($"/api/sandbox/payments/{_order}/pay", "")).Status);
        Assert.Equal(404, (await off.CallAsync("GET", $"/api/sandbox/payments/{_order}", [], [])).Status);
        Assert.Equal(404, (await off.PostSignedAsync("/api/webhooks/payments/sandbox", "{}")).Status);
    }

    [Fact]
    public async Task Company_listens_to_nobody_without_the_secret()
    {
        Assert.Equal(
            401,
            (
                await _world.PostSignedAsync($"/api/sandbox/payments/{_order}/cancel", $$"""{ "orderId": "{{_order}}" }""", secret: "wrong")
            ).Status
        );
        Assert.Equal(400, (await _world.PostSignedAsync($"/api/sandbox/payments/{_order}/cancel", """{ "orderId": "another" }""")).Status);
    }

    [Fact]
    public async Task Autopilot_is_told_of_a_new_request_only()
    {
        var flying = new SandboxWorld(azurite, autopilot: true);
        await flying.Stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order)));

        await flying.Payments.RequestAsync(Wanted(_due, flying.Stores.Clock.Now));
        Assert.Contains("\"pay\"", Assert.Single(flying.Stores.Wire.Messages));
        await flying.PostSignedAsync($"/api/sandbox/payments/{_order}/pay", $$"""{ "eventId": "evt-{{_order}}" }""");
        var told = flying.Stores.Wire.Messages.Count;
        await flying.Payments.RequestAsync(Wanted(_due, flying.Stores.Clock.Now));

        Assert.Equal(told, flying.Stores.Wire.Messages.Count);
    }

    private Task<PaymentRequest> RequestAsync() => _world.Payments.RequestAsync(Wanted(_due, Samples.Noon.AddHours(24)));

    private PaymentToCollect Wanted(Money due, DateTimeOffset until) =>
        new(_order, "R-1", due, Money.Zero(due.Currency), PaymentMethod.Card, until);

    private Task<(int Status, string Body)> PayAsync(string body) => _world.PostSignedAsync($"/api/sandbox/payments/{_order}/pay", body);

    private async Task CapturedAsync()
    {
        await _world.Stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order)));
        await RequestAsync();
        await PayAsync($$"""{ "eventId": "evt-{{_order}}" }""");
    }

    private async Task<SandboxAccount> AccountAsync() => (await _world.Books.FindAsync(_order, default))!;
}
