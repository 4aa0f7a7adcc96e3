using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>Money that comes otherwise than asked for.</summary>
public sealed class PaymentTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Short_payment_names_what_is_missing_and_continues_when_it_comes()
    {
        var order = await AwaitPaymentAsync();

        (await _shop.Company.PayAsync(order.Id, order.Total - 500)).Expect(HttpStatusCode.OK);
        var shortPaid = await Eventually.GetAsync(() => _shop.Storefront.GetAsync(order.Id), seen => seen.Due == 500, "500 are due");
        Assert.Equal("awaiting_payment", shortPaid.Status);
        var mails = await _shop.Mailbox.ExpectAsync(order.Id, "received", "payment_short");
        Assert.Contains("5.00", mails[1].Text, StringComparison.Ordinal);
        (await _shop.Company.PayAsync(order.Id, 500)).Expect(HttpStatusCode.OK);

        var prepared = await _shop.Storefront.WaitForAsync(order.Id, "preparing");
        Assert.Equal((order.Total, 0L), (prepared.Paid, prepared.Refunded));
        await _shop.Mailbox.ExpectAsync(order.Id, "received", "payment_short", "paid");
    }

    [Fact]
    public async Task Overpayment_is_refunded_down_to_the_total()
    {
        var order = await AwaitPaymentAsync();

        (await _shop.Company.PayAsync(order.Id, order.Total + 700)).Expect(HttpStatusCode.OK);

        var closed = await WalkPaidAsync(order.Id);
        Assert.Equal(("closed", order.Total + 700, 700L), (closed.Status, closed.Paid, closed.Refunded));
        Assert.Equal([700L], await RefundsAsync(order.Id));
        Assert.Empty(await _shop.Books.DifferencesAsync(order.Id));
    }

    [Fact]
    public async Task Paid_twice_keeps_one_and_refunds_the_other()
    {
        var order = await AwaitPaymentAsync();

        (await _shop.Company.PayAsync(order.Id, order.Total)).Expect(HttpStatusCode.OK);
        (await _shop.Company.PayAsync(order.Id, order.Total)).Expect(HttpStatusCode.OK, HttpStatusCode.Conflict);

        var closed = await WalkPaidAsync(order.Id);
        Assert.Equal("closed", closed.Status);
        Assert.Equal(order.Total, closed.Paid - closed.Refunded);
        await Eventually.GetAsync(() => RefundsAsync(order.Id), refunds => refunds.Sum() == order.Total, "one payment went back");
        Assert.Empty(await _shop.Books.DifferencesAsync(order.Id));
    }

    [Fact]
    public async Task Same_webhook_five_times_counts_once()
    {
        var order = await AwaitPaymentAsync();
        var body = SandboxCompany.Paid(order.Id, order.Total);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _shop.Company.PaymentWebhookAsync(body)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers, answer => (string?)answer.Json["result"] == "accepted");
        var closed = await WalkPaidAsync(order.Id);
        Assert.Equal(("closed", order.Total, 0L), (closed.Status, closed.Paid, closed.Refunded));
    }

    [Fact]
    public async Task Payment_in_another_currency_is_refunded_and_the_order_stays_open()
    {
        var order = await AwaitPaymentAsync();

        (await _shop.Company.PaymentWebhookAsync(SandboxCompany.Paid(order.Id, order.Total, "EUR"))).Expect(HttpStatusCode.OK);

        await Eventually.GetAsync(() => RefundsAsync(order.Id), refunds => refunds.SequenceEqual([order.Total]), "the euros went back");
        var seen = await _shop.Storefront.GetAsync(order.Id);
        Assert.Equal(("awaiting_payment", order.Total), (seen.Status, seen.Due));
    }

    [Fact]
    public async Task Payment_after_cancellation_goes_back_in_full()
    {
        var order = await AwaitPaymentAsync();
        (await _shop.Storefront.CancelAsync(order.Id)).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        await _shop.Storefront.WaitForAsync(order.Id, "cancelled");

        (await _shop.Company.PaymentWebhookAsync(SandboxCompany.Paid(order.Id, order.Total))).Expect(HttpStatusCode.OK);

        await Eventually.GetAsync(
            () => RefundsAsync(order.Id),
            refunds => refunds.SequenceEqual([order.Total]),
            "the late money went back"
        );
        await _shop.Mailbox.ExpectAsync(order.Id, "received", "cancelled", "refunded");
        Assert.Contains("late_payment_refunded", await _shop.Storefront.TimelineAsync(order.Id));
        Assert.Empty(await _shop.Books.DifferencesAsync(order.Id));
        Assert.Equal("cancelled", (await _shop.Storefront.GetAsync(order.Id)).Status);
    }

    [Fact]
    public async Task Unpaid_order_is_reminded_at_half_time_then_cancelled()
    {
        var form = new OrderForm { PaymentMethod = "crypto" };
        var placed = await _shop.Storefront.PlaceAsync(form);

        var cancelled = await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");

        Assert.Equal(["payment_timeout"], cancelled.CancelReasons);
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "payment_reminder", "cancelled");
        await _shop.AssertEndedAs("cancelled", form, placed.Id);
    }

    [Fact]
    public async Task Crypto_payment_that_was_seen_extends_the_window_and_counts_when_confirmed()
    {
        var form = new OrderForm { PaymentMethod = "crypto" };
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Storefront.WaitForAsync(placed.Id, "awaiting_payment");
        var body = new JsonObject
        {
            ["eventId"] = $"{placed.Id}-seen",
            ["orderId"] = placed.Id,
            ["type"] = "pending",
            ["amount"] = new JsonObject { ["amount"] = placed.Total, ["currency"] = "USD" },
            ["method"] = "crypto",
            ["confirmations"] = 0,
        };

        (await _shop.Company.PaymentWebhookAsync(body.ToJsonString())).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(
            () => _shop.Storefront.TimelineAsync(placed.Id),
            kinds => kinds.Contains("payment_window_extended"),
            "more time for the payment"
        );
        body["eventId"] = $"{placed.Id}-deep";
        body["type"] = "succeeded";
        body["confirmations"] = 3;
        (await _shop.Company.PaymentWebhookAsync(body.ToJsonString())).Expect(HttpStatusCode.OK);

        var closed = await WalkPaidAsync(placed.Id);
        Assert.Equal(("closed", placed.Total), (closed.Status, closed.Paid));
    }

    private async Task<OrderSeen> AwaitPaymentAsync()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        return await _shop.Storefront.WaitForAsync(placed.Id, "awaiting_payment");
    }

    /// <summary>The walker would pay what it sees unpaid: it starts when the money was seen.</summary>
    private async Task<OrderSeen> WalkPaidAsync(string orderId)
    {
        await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(orderId),
            order => order.Status != "awaiting_payment",
            "the payment was taken"
        );
        return await _shop.Walker.WalkAsync(orderId);
    }

    private async Task<IReadOnlyList<long>> RefundsAsync(string orderId) =>
        [.. (await _shop.Company.PaymentsAsync(orderId))["refunds"]!.AsArray().Select(refund => (long)refund!["amount"]!["amount"]!)];
}
