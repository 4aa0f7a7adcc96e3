using System.Net;
using System.Text.Json.Nodes;
using Doubles.Wire;
using EndToEnd.Tests.Harness;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Testing;

namespace EndToEnd.Tests;

/// <summary>Orders that are paid with Stripe, over HTTP on the official engine.</summary>
[Collection(nameof(RealCompanies))]
public sealed class StripeTests(CompanyShop world)
{
    private const string Create = "POST /v1/checkout/sessions";
    private const string Expire = "POST /v1/checkout/sessions/:id/expire";
    private const string Refund = "POST /v1/refunds";

    [Fact]
    public async Task Order_is_paid_on_stripes_page_delivered_and_refunded_in_part()
    {
        var paid = await world.PaidAsync(OrderForm.English(), by: "debit");
        var delivered = await world.Shop.Walker.WalkAsync(paid.Id, "delivered");

        var filed = (await world.Shop.FileClaimAsync(delivered.Id, "damaged", [Pictures.Jpeg()])).Expect(HttpStatusCode.Created);
        (
            await world.Shop.Operations.PostAsync(
                $"claims/{filed.Json["claimId"]}/decision",
                new JsonObject
                {
                    ["decision"] = "refund",
                    ["liability"] = "carrier",
                    ["reason"] = "We are sorry.",
                    ["by"] = "mei",
                    ["amount"] = new JsonObject { ["amount"] = 5000, ["currency"] = "USD" },
                }
            )
        ).Expect(HttpStatusCode.OK);

        await world.SeeAsync(paid.Id, order => order.Refunded == 5000, "a part of it was refunded");
        Assert.Equal((5000, "succeeded"), Assert.Single(world.Stripe.RefundsOf(paid.Id).Select(refund => (refund.Amount, refund.Status))));
        await world.AssertBooksAgreeAsync(paid.Id);
        var payment = Assert.Single((await world.Shop.Storefront.GetAsync(paid.Id)).View["payments"]!.AsArray());
        Assert.Equal("debit", (string?)payment!["method"]);

        // Days later the customer's bank sends it back.
        world.Stripe.FailRefund(world.Stripe.RefundsOf(paid.Id)[0].Id);
        await world.SeeAsync(
            paid.Id,
            order => order.View["refunds"]!.AsArray().Select(refund => (string?)refund!["status"]).SequenceEqual(["returned", "failed"]),
            "it is owed again"
        );
        await Eventually.GetAsync(
            () => world.Shop.Books.AlertsAsync(),
            alerts => alerts.Any(alert => alert.OrderId == paid.Id && alert.Kind == AlertKind.RefundFailed),
            "somebody is called"
        );
    }

    [Fact]
    public async Task Declined_card_is_followed_by_a_delayed_payment_that_comes_later()
    {
        var order = await world.PlaceAsync(new OrderForm());
        await world.PayAsync(order, by: "declined");
        await world.PayAsync(order, by: "delayed");
        var (session, status) = Assert.Single(world.Stripe.SessionsOf(order.Id));
        Assert.Equal("complete", status);
        Assert.Equal("awaiting_payment", (await world.Shop.Storefront.GetAsync(order.Id)).Status);

        world.Stripe.EndDelayed(session, paid: true);

        await world.SeeAsync(order.Id, seen => seen.Status == "preparing" && seen.Paid == seen.Total, "it is paid");
        Assert.Single(world.Stripe.PaymentsOf(order.Id));
    }

    [Fact]
    public async Task Delayed_payment_that_fails_is_followed_by_another_page()
    {
        var order = await world.PlaceAsync(new OrderForm());
        await world.PayAsync(order, by: "delayed");

        world.Stripe.EndDelayed(Assert.Single(world.Stripe.SessionsOf(order.Id)).Id, paid: false);

        var again = await world.SeeAsync(
            order.Id,
            seen => CompanyShop.PageOf(seen) is { } page && page != CompanyShop.PageOf(order),
            "there is another page"
        );
        await world.PayAsync(again);
        await world.SeeAsync(order.Id, seen => seen.Status == "preparing" && seen.Paid == seen.Total, "it is paid");
        Assert.Single(world.Stripe.PaymentsOf(order.Id));
    }

    [Fact]
    public async Task Order_that_stripe_cannot_take_is_refused_when_it_is_placed()
    {
        var form = new OrderForm { PaymentMethod = "crypto" };

        var answer = await world.Shop.Storefront.PostAsync(form.ToJson().ToJsonString(), $"k-{form.CustomerId}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("paymentMethod", answer.Json["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disputed_payment_is_in_the_books_until_the_bank_gives_it_back()
    {
        var order = await world.PaidAsync(new OrderForm());
        await world.Shop.Walker.WalkAsync(order.Id, "delivered");
        var payment = Assert.Single(world.Stripe.PaymentsOf(order.Id)).Id;

        var inquiry = world.Stripe.Dispute(payment, order.Total, inquiry: true);
        var dispute = world.Stripe.Dispute(payment, order.Total);
        await BookedAsync(LedgerKind.Disputed);
        world.Stripe.EndDispute(dispute, won: true);
        await BookedAsync(LedgerKind.DisputeWon);

        Assert.NotEqual(inquiry, dispute);
        Assert.Single(await world.Shop.Books.LedgerAsync(order.Id), entry => entry.Kind == LedgerKind.Disputed);

        Task BookedAsync(LedgerKind kind) =>
            Eventually.GetAsync(
                () => world.Shop.Books.LedgerAsync(order.Id),
                ledger => ledger.Any(entry => entry.Kind == kind && entry.Amount.Amount == order.Total),
                $"{kind} is in the books"
            );
    }

    [Fact]
    public async Task Events_that_come_twice_late_and_the_last_first_count_once()
    {
        var order = await world.PlaceAsync(new OrderForm());
        (world.Stripe.Webhooks.Times, world.Stripe.Webhooks.Hold) = (2, true);
        world.Stripe.WebhookSecrets = ["whsec_of_tomorrow", .. world.Stripe.WebhookSecrets];
        try
        {
            await world.PayAsync(order);
            world.Stripe.Webhooks.Release();
            await world.SeeAsync(order.Id, seen => seen.Status == "preparing", "it is paid");
        }
        finally
        {
            world.Stripe.Webhooks.Times = 1;
            world.Stripe.WebhookSecrets = [world.Stripe.WebhookSecrets[^1]];
        }

        await world.Shop.Walker.WalkAsync(order.Id, "delivered");
        await world.AssertBooksAgreeAsync(order.Id);
        Assert.Single(await world.Shop.Books.LedgerAsync(order.Id), entry => entry.Kind == LedgerKind.Captured);
    }

    [Fact]
    public async Task Answers_lost_and_app_killed_make_one_capture_and_one_refund()
    {
        // Each attempt of one call: the step itself has to find out.
        world.Stripe.Faults.Next(Create, Fault.DoneThenError);
        var placed = await world.Shop.Storefront.PlaceAsync(new OrderForm());
        await CalledAsync(Create, placed.Id, times: 1);
        await world.Shop.App.KillWorkerAsync();
        var order = await world.SeeAsync(placed.Id, seen => CompanyShop.PageOf(seen) is not null, "there is a page to pay on");
        await world.PayAsync(order);
        await world.SeeAsync(order.Id, seen => seen is { Status: "preparing", Waybill: not null }, "it is paid and booked");

        world.Stripe.Faults.Next(Refund, Fault.DoneThenError);
        world.Stripe.Faults.Next(Expire, Fault.DoneThenLost);
        (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        await CalledAsync(Refund, order.Id, times: 1);
        await world.Shop.App.KillWorkerAsync();

        await world.SeeAsync(order.Id, seen => seen.IsFinal && seen.Refunded == seen.Total, "its money is back");
        Assert.Single(world.Stripe.SessionsOf(order.Id));
        Assert.Single(world.Stripe.PaymentsOf(order.Id));
        Assert.Single(world.Stripe.RefundsOf(order.Id));
        await world.AssertBooksAgreeAsync(order.Id);
    }

    [Fact]
    public async Task Company_down_for_a_minute_delays_orders_and_loses_nothing()
    {
        var (cancelled, refunded) = (await world.PlaceAsync(new OrderForm()), await world.PaidAsync(new OrderForm()));
        var before = world.Stripe.Journal.Calls.Count;
        world.Stripe.Faults.IsDown = true;
        var placed = await world.Shop.Storefront.PlaceAsync(new OrderForm());
        foreach (var order in (OrderSeen[])[cancelled, refunded])
        {
            (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(
                HttpStatusCode.OK,
                HttpStatusCode.Accepted
            );
        }

        // Each order stands before another call; after some that failed, the app leaves the company alone for a while.
        try
        {
            await Outage.LastAsync(
                new Dictionary<string, Func<int>>
                {
                    ["Stripe"] = () => world.Stripe.Journal.Calls.Skip(before).Count(asked => asked.Status == 503),
                }
            );
        }
        finally
        {
            world.Stripe.Faults.IsDown = false;
        }

        await Task.WhenAll(
            world.SeeAsync(placed.Id, seen => CompanyShop.PageOf(seen) is not null, "there is a page to pay on"),
            world.SeeAsync(cancelled.Id, seen => seen.Status == "cancelled", "it is cancelled"),
            world.SeeAsync(refunded.Id, seen => seen.IsFinal && seen.Refunded == seen.Total, "its money is back")
        );
        Assert.Single(world.Stripe.SessionsOf(placed.Id));
        Assert.Equal("expired", Assert.Single(world.Stripe.SessionsOf(cancelled.Id)).Status);
        Assert.Single(world.Stripe.RefundsOf(refunded.Id));
        await world.AssertBooksAgreeAsync(refunded.Id);
    }

    private Task CalledAsync(string call, string order, int times) =>
        Eventually.GetAsync(
            () =>
                Task.FromResult(
                    world.Stripe.Journal.Calls.Count(asked => asked.Call == call && asked.Body.Contains(order, StringComparison.Ordinal))
                ),
            count => count >= times,
            $"{call} was called"
        );
}
