using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The customer changes their mind.</summary>
public sealed class CancelTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Cancel_before_payment_ends_the_order_and_takes_no_money()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");

        var cancelled = await CancelAsync(placed.Id);

        Assert.Equal(("cancelled", 0L, 0L), (cancelled.Status, cancelled.Paid, cancelled.Refunded));
        Assert.Equal(["customer_request"], cancelled.CancelReasons);
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "cancelled");
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.Company.PayAsync(placed.Id)).Status);
        await _shop.AssertEndedAs("cancelled", form, placed.Id);
    }

    [Fact]
    public async Task Cancel_right_after_placing_ends_the_order()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);

        var answer = (await Storefront.AgainAsync(() => _shop.Storefront.CancelAsync(placed.Id))).Expect(
            HttpStatusCode.OK,
            HttpStatusCode.Accepted
        );

        Assert.Equal(placed.Id, (string?)answer.Json["orderId"]);
        var cancelled = await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");
        Assert.Equal(0, cancelled.Paid);
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "cancelled");
    }

    [Fact]
    public async Task Cancel_after_payment_refunds_voids_the_waybill_and_releases_the_stock()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var waybill = (
            await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill")
        ).Waybill!;

        var cancelled = await CancelAsync(placed.Id);

        Assert.Equal(("cancelled", placed.Total, placed.Total), (cancelled.Status, cancelled.Paid, cancelled.Refunded));
        Assert.True(cancelled.IsVoided);
        Assert.True((bool)(await _shop.Company.WaybillAsync(waybill))["voided"]!);
        Assert.Equal(["release", "reserve"], await _shop.Books.MovementsAsync(placed.Id, "HW-PRO"));
        var mails = await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "cancelled");
        Assert.Contains("159.00", mails[2].Text, StringComparison.Ordinal);
        await _shop.AssertEndedAs("cancelled", form, placed.Id);
    }

    [Fact]
    public async Task Cancel_after_hand_over_is_refused_and_a_return_granted_at_delivery()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "shipped");

        var answer = await _shop.Storefront.CancelAsync(placed.Id);

        Assert.Equal((HttpStatusCode.Conflict, "handed_over"), (answer.Status, (string?)answer.Json["reason"]));
        Assert.Contains("退货", (string?)answer.Json["detail"], StringComparison.Ordinal);
        await _shop.Walker.WalkAsync(placed.Id, "delivered");
        var mail = await _shop.Mailbox.WaitForAsync(placed.Id, "return_granted");
        Assert.Contains("您取消订单", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delivered", "delivered", "finished")]
    [InlineData("closed", "finished")]
    public async Task Cancel_after_delivery_is_refused_with_the_reason(string status, params string[] reasons)
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, status);

        var answer = await _shop.Storefront.CancelAsync(placed.Id);

        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Contains((string?)answer.Json["reason"], reasons);
        Assert.NotEmpty((string?)answer.Json["detail"] ?? "");
        Assert.Equal("closed", (await _shop.Walker.WalkAsync(placed.Id)).Status);
        await _shop.AssertEndedAs("closed", form, placed.Id);
    }

    [Fact]
    public async Task Cancel_twice_is_cancelled_once()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "preparing");

        var answers = await Task.WhenAll(_shop.Storefront.CancelAsync(placed.Id), _shop.Storefront.CancelAsync(placed.Id));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK, HttpStatusCode.Accepted));
        await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");
        await _shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "cancelled");
        await _shop.AssertEndedAs("cancelled", form, placed.Id);
    }

    [Fact]
    public async Task Cancel_racing_with_the_pick_up_has_exactly_one_outcome()
    {
        var orders = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    var form = new OrderForm { Lines = [("AC-CASE", 1)] };
                    var placed = await _shop.Storefront.PlaceAsync(form);
                    await _shop.Walker.WalkAsync(placed.Id, "preparing");
                    var booked = await Eventually.GetAsync(
                        () => _shop.Storefront.GetAsync(placed.Id),
                        order => order.Waybill is not null,
                        "a waybill"
                    );
                    var cancel = _shop.Storefront.CancelAsync(placed.Id);
                    var scan = await _shop.Company.ScanAsync(booked.Waybill!, "picked_up", $"{placed.Id}-picked_up");
                    return (form, placed.Id, Cancel: await cancel, Scan: scan);
                })
        );

        await Task.WhenAll(
            orders.Select(async order =>
            {
                var (form, id, cancel, _) = order;
                var end = await _shop.Walker.WalkAsync(id);
                Assert.Contains(end.Status, new[] { "closed", "cancelled" });
                if (cancel.Status == HttpStatusCode.Conflict)
                    Assert.Equal("closed", end.Status);
                if (cancel.Status == HttpStatusCode.OK)
                    Assert.Equal("cancelled", end.Status);
                await _shop.AssertEndedAs(end.Status, form, id);
            })
        );
    }

    [Fact]
    public async Task Cancel_racing_with_the_payment_leaves_nothing_unrefunded()
    {
        var orders = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    var form = new OrderForm { Lines = [("AC-CASE", 1)] };
                    var placed = await _shop.Storefront.PlaceAsync(form);
                    await _shop.Storefront.WaitForAsync(placed.Id, "awaiting_payment");
                    var paid = _shop.Company.PaymentWebhookAsync(SandboxCompany.Paid(placed.Id, placed.Total));
                    (await _shop.Storefront.CancelAsync(placed.Id)).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
                    (await paid).Expect(HttpStatusCode.OK);
                    return placed;
                })
        );

        foreach (var placed in orders)
        {
            await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");
            await Eventually.GetAsync(
                () => _shop.Company.PaymentsAsync(placed.Id),
                books => books["refunds"]!.AsArray().Count == 1,
                "the money went back"
            );
            await Eventually.GetAsync(
                () => _shop.Books.DifferencesAsync(placed.Id),
                differences => differences.Count == 0,
                "the books balance"
            );
            Assert.Equal(0, await _shop.Books.WaybillsAsync(placed.Number) - (await VoidedAsync(placed.Id) ? 1 : 0));
        }
    }

    [Fact]
    public async Task Cancel_of_an_unknown_order_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _shop.Storefront.CancelAsync("no-such-order")).Status);

    private async Task<bool> VoidedAsync(string orderId) => (await _shop.Storefront.GetAsync(orderId)).IsVoided;

    private async Task<OrderSeen> CancelAsync(string orderId)
    {
        (await _shop.Storefront.CancelAsync(orderId)).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        return await _shop.Storefront.WaitForAsync(orderId, "cancelled");
    }
}
