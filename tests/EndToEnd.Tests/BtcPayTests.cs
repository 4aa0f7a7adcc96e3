using System.Net;
using Doubles.Wire;
using EndToEnd.Tests.Harness;
using Orders.Functions.Domain.Payments;

namespace EndToEnd.Tests;

/// <summary>Orders that are paid in crypto with BTCPay Server, over HTTP on the official engine.</summary>
public sealed class BtcPayTests(BtcPayShop world) : IClassFixture<BtcPayShop>
{
    private const string Create = "POST /api/v1/stores/:store/invoices";
    private const string End = "POST /api/v1/stores/:store/invoices/:id/status";
    private const string Refund = "POST /api/v1/stores/:store/invoices/:id/refund";

    [Fact]
    public async Task Order_is_paid_once_its_coins_are_confirmed_and_delivered()
    {
        world.BtcPay.Webhooks.Redeliveries = 1;
        var order = await world.PlaceAsync(OrderForm.English());
        var coins = world.BtcPay.Pay(world.InvoiceOf(order));
        await world.SeeAsync(order.Id, seen => StatusesOf(seen, "payments") is ["seen"], "the coins are seen");
        Assert.Equal("awaiting_payment", (await world.Shop.Storefront.GetAsync(order.Id)).Status);

        world.BtcPay.Confirm(coins);

        await world.SeeAsync(order.Id, seen => seen is { Status: "preparing", Waybill: not null }, "it is paid and booked");
        world.BtcPay.Webhooks.Redeliveries = 0;
        await world.Shop.Walker.WalkAsync(order.Id, "delivered");
        Assert.Equal(order.Total, (await world.Shop.Storefront.GetAsync(order.Id)).Paid);
        Assert.Single(await world.Shop.Books.LedgerAsync(order.Id), entry => entry.Kind == LedgerKind.Captured);
    }

    [Fact]
    public async Task Part_of_the_coins_is_followed_by_a_page_for_the_rest()
    {
        var order = await world.PlaceAsync(new OrderForm());
        world.BtcPay.Confirm(world.BtcPay.Pay(world.InvoiceOf(order), 0.25m));
        await world.SeeAsync(order.Id, seen => seen.Paid > 0, "a part is paid");

        world.BtcPay.Expire(world.InvoiceOf(order));

        var again = await world.SeeAsync(
            order.Id,
            seen => BtcPayShop.PageOf(seen) is { } page && page != BtcPayShop.PageOf(order),
            "there is another page"
        );
        world.BtcPay.Confirm(world.BtcPay.Pay(world.InvoiceOf(again)));
        await world.SeeAsync(order.Id, seen => seen.Status == "preparing" && seen.Paid == seen.Total, "it is paid");
        Assert.Equal(["Expired", "Settled"], world.BtcPay.InvoicesOf(order.Id).Select(invoice => invoice.Status));
    }

    [Fact]
    public async Task Coins_that_come_after_the_end_go_back()
    {
        var order = await world.PlaceAsync(new OrderForm());
        (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        await world.SeeAsync(order.Id, seen => seen.Status == "cancelled", "it is cancelled");
        Assert.Equal("Invalid", Assert.Single(world.BtcPay.InvoicesOf(order.Id)).Status);

        world.BtcPay.Confirm(world.BtcPay.Pay(world.InvoiceOf(order)));
        await world.ClaimAsync(await world.LinkAsync(order.Id));

        await world.SeeAsync(order.Id, seen => StatusesOf(seen, "refunds") is ["settled"], "the customer has it");
        await world.BooksBalanceAsync(order.Id);
    }

    [Fact]
    public async Task Refund_is_claimed_by_the_customer_and_paid_out()
    {
        var order = await world.PaidAsync(OrderForm.English());
        (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);

        var link = await world.LinkAsync(order.Id);
        var mail = await Eventually.GetAsync(
            async () => (await world.Shop.Mailbox.OfAsync(order.Id)).FirstOrDefault(one => one.Kind == "refund_address"),
            found => found is not null,
            "the customer is told where to get it"
        );
        Assert.Contains(link, mail!.Text, StringComparison.Ordinal);
        Assert.Equal("cancelling", (await world.Shop.Storefront.GetAsync(order.Id)).Status);
        await world.ClaimAsync(link);

        await world.SeeAsync(order.Id, seen => seen.IsFinal && seen.Refunded == seen.Total, "the customer has it");
        Assert.Single(world.BtcPay.RefundsOf(order.Id));
        await world.BooksBalanceAsync(order.Id);
    }

    [Fact]
    public async Task Answers_lost_at_each_call_make_one_payment_and_one_refund()
    {
        world.BtcPay.Faults.Next(Create, Fault.DoneThenError, Fault.DoneThenLost);
        var order = await world.PlaceAsync(new OrderForm());
        world.BtcPay.Faults.Next("GET /api/v1/stores/:store/invoices/:id/payment-methods", Fault.DoneThenGarbage, Fault.Unavailable);
        world.BtcPay.Confirm(world.BtcPay.Pay(world.InvoiceOf(order)));
        await world.SeeAsync(order.Id, seen => seen is { Status: "preparing", Waybill: not null }, "it is paid and booked");

        world.BtcPay.Faults.Next(Refund, Fault.DoneThenLost, Fault.DoneThenError);
        (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        await world.ClaimAsync(await world.LinkAsync(order.Id));

        await world.SeeAsync(order.Id, seen => seen.IsFinal && seen.Refunded == seen.Total, "its money is back");

        // One that nobody heard of while the order was reviewed was ended before the next was made.
        Assert.Single(world.BtcPay.InvoicesOf(order.Id), invoice => invoice.Status != "Invalid");
        Assert.Single(await world.Shop.Books.LedgerAsync(order.Id), entry => entry.Kind == LedgerKind.Captured);
        Assert.Single(world.BtcPay.RefundsOf(order.Id));

        // One that was not paid is withdrawn, and its answer is lost.
        world.BtcPay.Faults.Next(End, Fault.DoneThenLost);
        var unpaid = await world.PlaceAsync(new OrderForm());
        (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(unpaid.Id))).Expect(
            HttpStatusCode.OK,
            HttpStatusCode.Accepted
        );
        await world.SeeAsync(unpaid.Id, seen => seen.Status == "cancelled", "it is cancelled");
        Assert.Equal("Invalid", Assert.Single(world.BtcPay.InvoicesOf(unpaid.Id)).Status);
    }

    private static string?[] StatusesOf(OrderSeen order, string what) =>
        [.. order.View[what]?.AsArray().Select(one => (string?)one!["status"]) ?? []];
}
