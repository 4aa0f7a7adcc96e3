using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Refunds that come back to the shop after the payment provider had taken them over: the customer is owed them anew.</summary>
public sealed class ReturnedRefundTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _excess = new(1000, "USD");

    [Fact]
    public async Task Refund_that_had_arrived_and_came_back_is_paid_by_hand()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var (order, sent) = await OverpaidAsync(shop);

        await ReturnAsync(shop, order, sent);

        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        var refunds = (await shop.ReadAsync(order)).Refunds;
        Assert.Equal(
            [(sent.Key, RefundStatus.Returned), ($"again:{sent.Key}", RefundStatus.Failed)],
            refunds.Select(refund => (refund.Key, refund.Status))
        );
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        Assert.Equal(OrderStatus.Delivered, await shop.StatusAsync(order));

        await shop.SettleRefundAsync(order, $"again:{sent.Key}", "bank-transfer-77");

        await shop.AssertEndedAs(OrderStatus.Closed, order, refundedElsewhere: _excess);
        Assert.Contains(
            "bank-transfer-77",
            await shop.MailTextAsync(order, MailKind.Refunded, $"paid:again:{sent.Key}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Refund_that_came_back_can_be_tried_again_and_happens_once()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var (order, sent) = await OverpaidAsync(shop);
        await ReturnAsync(shop, order, sent);

        await shop.SettleRefundAsync(order, $"again:{sent.Key}", reference: null);

        Assert.Equal([$"{order.OrderId}:refund:again:{sent.Key}"], shop.Payments.Refunds.Keys);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);
        await shop.AssertEndedAs(OrderStatus.Closed, order);
    }

    [Fact]
    public async Task Refund_under_way_that_comes_to_nothing_holds_the_order_open()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.SettlesLater = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        var sent = Assert.Single((await shop.ReadAsync(order)).Refunds);

        await ReturnAsync(shop, order, sent);
        await ReturnAsync(shop, order, sent, "told-again");

        // Told late: before it came back it was thought to have arrived.
        await shop.PayAsync(order, sent.Amount, "arrived", PaymentUpdateType.Refunded, reference: sent.Reference);
        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        Assert.Equal(OrderStatus.Cancelling, await shop.StatusAsync(order));

        await shop.SettleRefundAsync(order, "again:cancel", "bank-transfer-77");
        await shop.AssertEndedAs(OrderStatus.Cancelled, order, refundedElsewhere: order.Total);
    }

    [Fact]
    public async Task Refund_that_comes_back_after_the_end_is_owed_again()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        var sent = Assert.Single((await shop.ReadAsync(order)).Refunds);
        var mails = await shop.MailsAsync(order);

        await shop.HearLateAsync(order, "back", PaymentUpdateType.RefundFailed, sent.Reference);
        await shop.HearLateAsync(order, "back-again", PaymentUpdateType.RefundFailed, sent.Reference);
        await shop.HearLateAsync(order, "arrived", PaymentUpdateType.Refunded, sent.Reference);

        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        var record = await shop.ReadAsync(order);
        Assert.Equal(
            [("cancel", RefundStatus.Returned), ("again:cancel", RefundStatus.Failed)],
            record.Refunds.Select(refund => (refund.Key, refund.Status))
        );
        Assert.Equal(0, Ledgers.Arrived(record.Ledger, "USD").Amount);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Customer, "USD").Amount);
        Assert.Equal(-15900, Ledgers.Balance(record.Ledger, LedgerAccount.RefundsUnderWay, "USD").Amount);
        Assert.Single(await shop.TimelineAsync(order), told => told == "refund_by_hand");
        Assert.Equal(mails, await shop.MailsAsync(order));
    }

    [Fact]
    public async Task Refund_nobody_asked_for_is_forgotten_when_it_comes_back()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.PayAsync(order, _excess, "dashboard", PaymentUpdateType.Refunded, reference: "manual-1");
        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));

        await shop.PayAsync(order, _excess, "back", PaymentUpdateType.RefundFailed, reference: "manual-1");

        Assert.Empty(await shop.AlertsAsync(order));
        await shop.CancelAsync(order);
        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_that_nobody_knows_and_comes_back_is_for_a_person(bool ended)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        if (ended)
        {
            await shop.DeliverAsync(order);
            await shop.PassWindowsAsync(order);
            await shop.HearLateAsync(order, "back", PaymentUpdateType.RefundFailed, "re-none");
        }
        else
        {
            await shop.PayAsync(order, _excess, "back", PaymentUpdateType.RefundFailed, reference: "re-none");
        }

        Assert.Equal(["payment_differs"], await shop.AlertsAsync(order));
        Assert.Empty((await shop.ReadAsync(order)).Refunds);
    }

    /// <summary>An order of which too much was paid: the excess has gone back.</summary>
    private static async Task<(Order Order, RefundState Sent)> OverpaidAsync(Shop shop)
    {
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, order.Total + _excess);
        var sent = Assert.Single((await shop.ReadAsync(order)).Refunds);
        Assert.Equal((RefundStatus.Settled, _excess), (sent.Status, sent.Amount));
        return (order, sent);
    }

    private static Task ReturnAsync(Shop shop, Order order, RefundState sent, string eventId = "back")
    {
        shop.Payments.Return($"{order.OrderId}:refund:{sent.Key}");
        return shop.PayAsync(order, sent.Amount, eventId, PaymentUpdateType.RefundFailed, reference: sent.Reference);
    }
}
