using System.Text.Json.Nodes;
using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Integration.Tests.Integrations.Payments;

/// <summary>BTCPay's adapter against BTCPay's double, over HTTP: what it asks for.</summary>
public sealed class BtcPayPaymentsTests(AzuriteFixture azurite)
{
    private const string Create = "POST /api/v1/stores/:store/invoices";
    private const string End = "POST /api/v1/stores/:store/invoices/:id/status";

    public static TheoryData<Fault> LostAnswers =>
        [Fault.Unavailable, Fault.TooMany, Fault.ErrorKept, Fault.DoneThenError, Fault.DoneThenLost, Fault.DoneThenGarbage];

    [Fact]
    public async Task Customer_pays_what_is_due_on_the_page_of_one_invoice()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite, speed: "LowSpeed");

        var url = await world.RequestAsync();

        Assert.Equal(url, await world.RequestAsync());
        var (invoice, status, _) = Assert.Single(world.BtcPay.InvoicesOf(world.Order));
        Assert.Equal("New", status);
        Assert.EndsWith($"/btcpay/i/{invoice}", url, StringComparison.Ordinal);
        Assert.Equal(world.Order, await world.Payments.FindOrderAsync(invoice));
        Assert.Null(await world.Payments.FindOrderAsync("INV99999999"));
        var asked = Asked(world);
        Assert.Equal(
            ("159", "USD", "LowSpeed"),
            ((string?)asked["amount"], (string?)asked["currency"], (string?)asked["checkout"]!["speedPolicy"])
        );
        Assert.StartsWith("https://shop.example/", (string?)asked["checkout"]!["redirectURL"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Invoice_whose_answer_was_lost_is_found_and_not_made_again(Fault fault)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);

        // Once: what has no key is not sent again within a call.
        world.BtcPay.Faults.Next(Create, fault);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RequestAsync());
        Assert.IsNotType<PaymentRefusedException>(failed);
        Assert.Equal(1, world.BtcPay.Journal.Count(Create));

        var url = await world.RequestAsync();

        var (invoice, _, _) = Assert.Single(world.BtcPay.InvoicesOf(world.Order));
        Assert.EndsWith(invoice, url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 119, 1440)]
    [InlineData(30 * 60, 119, 1800)]
    public async Task Invoice_ends_with_the_window_and_is_watched_through_the_grace(int grace, int expires, int watched)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);

        await world.RequestAsync(grace: TimeSpan.FromMinutes(grace));

        var checkout = Asked(world)["checkout"]!;
        Assert.Equal(
            (expires, watched, 0),
            ((int)checkout["expirationMinutes"]!, (int)checkout["monitoringMinutes"]!, (int)checkout["paymentTolerance"]!)
        );
    }

    [Fact]
    public async Task Other_amount_ends_the_invoice_before_it()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(15_900);

        await world.RequestAsync(17_900, reference: "change-1");

        Assert.Equal(["Invalid", "New"], world.Statuses);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    public async Task Coins_on_their_way_are_not_asked_for_again(double share)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var first = await world.RequestAsync(15_900);
        world.BtcPay.Pay(world.Invoice, (decimal)share);

        Assert.Equal(first, await world.RequestAsync(17_900, reference: "change-1"));

        Assert.Equal([share < 1 ? "New" : "Processing"], world.Statuses);
    }

    [Fact]
    public async Task Part_that_came_is_followed_by_an_invoice_for_the_rest()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        var first = await world.RequestAsync(10_000);
        world.BtcPay.Confirm(world.BtcPay.Pay(world.Invoice, 0.4m));
        world.BtcPay.Expire(world.Invoice);

        var rest = await world.RequestAsync(6_000, reference: "/rest", received: 4_000);

        Assert.NotEqual(first, rest);
        Assert.Equal(["Expired", "New"], world.Statuses);
    }

    [Theory]
    [InlineData(Fault.DoneThenError)]
    [InlineData(Fault.DoneThenLost)]
    [InlineData(Fault.Unavailable)]
    public async Task Withdrawn_invoice_takes_no_coins_whatever_answer_was_lost(Fault fault)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.Payments.CancelAsync(world.Order);
        world.BtcPay.Faults.Next(Create, fault == Fault.Unavailable ? Fault.None : fault);
        await Record.ExceptionAsync(() => world.RequestAsync());
        world.BtcPay.Faults.Next(End, fault);

        await Assert.ThrowsAnyAsync<Exception>(() => world.Payments.CancelAsync(world.Order));
        await world.Payments.CancelAsync(world.Order);
        await world.Payments.CancelAsync(world.Order);

        Assert.Equal(["Invalid"], world.Statuses);
    }

    [Fact]
    public async Task Invoice_that_is_paid_is_not_withdrawn()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync();
        world.BtcPay.Pay(world.Invoice);

        await world.Payments.CancelAsync(world.Order);

        Assert.Equal(["Processing"], world.Statuses);
    }

    [Fact]
    public async Task Late_repetition_of_an_older_request_leaves_the_newer_one_open()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        await world.RequestAsync(15_900);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await world.RequestAsync(17_900, reference: "change-1");

        Assert.Equal(newer, await world.RequestAsync(15_900));

        Assert.Equal(["Invalid", "New"], world.Statuses);
    }

    [Theory]
    [InlineData(PaymentMethod.Card)]
    [InlineData(PaymentMethod.Wallet)]
    [InlineData(PaymentMethod.Transfer)]
    public async Task Other_methods_and_currencies_are_refused_before_and_after_placing(PaymentMethod method)
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite, currencies: "USD, EUR");

        Assert.NotNull(world.Payments.Complaint(method, new Money(15_900, "USD")));
        Assert.NotNull(world.Payments.Complaint(PaymentMethod.Crypto, new Money(15_900, "CNY")));
        Assert.NotNull(world.Payments.Complaint(PaymentMethod.Crypto, new Money(0, "USD")));
        Assert.Null(world.Payments.Complaint(PaymentMethod.Crypto, new Money(15_900, "EUR")));
        await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RequestAsync(method: method));
        Assert.Empty(world.Statuses);
    }

    [Fact]
    public async Task Currency_without_a_rate_is_refused_for_good()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);

        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => world.RequestAsync(cents: 0));

        Assert.Contains("422 amount", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_of_ours_is_no_refusal_of_the_order()
    {
        await using var world = await BtcPayWorld.OpenAsync(azurite);
        world.BtcPay.ApiKey = "changed";

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.RequestAsync());

        Assert.IsNotType<PaymentRefusedException>(failed);
        world.BtcPay.ApiKey = "btcpay-double-key";
        Assert.NotEmpty(await world.RequestAsync());
    }

    private static JsonNode Asked(BtcPayWorld world) => JsonNode.Parse(world.BtcPay.Journal.Calls.Last(call => call.Call == Create).Body)!;
}
