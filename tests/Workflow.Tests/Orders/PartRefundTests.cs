using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Refunds of more than the payment provider can give back at once, and those that it tells of by their key.</summary>
public sealed class PartRefundTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _most = new(10000, "USD");
    private static readonly Money _excess = new(1000, "USD");

    [Fact]
    public async Task Refund_larger_than_any_payment_goes_back_in_parts()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.MostOfOneRefund = _most;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);

        await shop.CancelAsync(order);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([("cancel", 10000), ("cancel/2", 5900)], await RefundsAsync(shop, order, RefundStatus.Settled));
    }

    [Fact]
    public async Task Refused_refund_that_is_tried_again_goes_back_in_parts()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.RefusesRefunds = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);
        Assert.Equal([("cancel", 15900)], await RefundsAsync(shop, order, RefundStatus.Failed));

        (shop.Payments.RefusesRefunds, shop.Payments.MostOfOneRefund) = (false, _most);
        await shop.SettleRefundAsync(order, "cancel", reference: null);

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal([("cancel", 10000), ("cancel/2", 5900)], await RefundsAsync(shop, order, RefundStatus.Settled));
    }

    [Fact]
    public async Task Late_money_goes_back_in_parts_and_each_is_a_task()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(order.Windows.Payment);
        (shop.Payments.SettlesLater, shop.Payments.MostOfOneRefund) = (true, _most);

        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded);

        Assert.Equal([("late:late", 10000), ("late:late/2", 5900)], await RefundsAsync(shop, order, RefundStatus.Sent));
        Assert.Equal(["refund_sent", "refund_sent"], await shop.AlertsAsync(order));
        var record = await shop.ReadAsync(order);
        Assert.Equal(-15900, Ledgers.Balance(record.Ledger, LedgerAccount.RefundsUnderWay, "USD").Amount);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Customer, "USD").Amount);
    }

    [Fact]
    public async Task Refund_told_of_by_its_key_settles_no_other_of_that_amount()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        shop.Payments.RefusesRefunds = true;
        await shop.PayAsync(order, _excess, "more-1");
        (shop.Payments.RefusesRefunds, shop.Payments.SettlesLater) = (false, true);
        await shop.PayAsync(order, _excess, "more-2");

        // Told before the shop has heard how the company calls it.
        await TellAsync(shop, order, PaymentUpdateType.Refunded, _excess, "re-unheard", key: "excess:more-2");
        await TellAsync(shop, order, PaymentUpdateType.Refunded, _excess, "re-unheard", key: "excess:more-2");

        Assert.Equal([("excess:more-2", 1000)], await RefundsAsync(shop, order, RefundStatus.Settled));
        Assert.Equal([("excess:more-1", 1000)], await RefundsAsync(shop, order, RefundStatus.Failed));
    }

    [Fact]
    public async Task Refund_that_failed_when_it_was_asked_for_is_no_news()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        shop.Payments.RefusesRefunds = true;
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.CancelAsync(order);

        await TellAsync(shop, order, PaymentUpdateType.RefundFailed, order.Total, "re-unheard", key: "cancel");

        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        Assert.Equal([("cancel", 15900)], await RefundsAsync(shop, order, RefundStatus.Failed));
    }

    [Theory]
    [InlineData(PaymentUpdateType.Failed, 15900)]
    [InlineData(PaymentUpdateType.Succeeded, 15900 - 6000)]
    public async Task Page_that_is_used_up_is_followed_by_one_for_the_rest(PaymentUpdateType type, long missing)
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var order = await shop.PlaceAsync();

        await TellAsync(shop, order, type, new Money(6000, "USD"), "pi-1", endsRequest: true);

        Assert.Equal([order.Total, new Money(missing, "USD")], shop.Payments.Demands);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        await shop.PayAsync(order, new Money(missing, "USD"));
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    private static Task TellAsync(
        Shop shop,
        Order order,
        PaymentUpdateType type,
        Money amount,
        string reference,
        string? key = null,
        bool endsRequest = false
    ) =>
        shop.RaiseAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate($"{Guid.NewGuid()}", "scripted", type, amount, "card", null, reference)
            {
                EndsRequest = endsRequest,
                RefundKey = key,
            }
        );

    private static async Task<IEnumerable<(string Key, long Amount)>> RefundsAsync(Shop shop, Order order, RefundStatus status) =>
        from refund in (await shop.ReadAsync(order)).Refunds
        where refund.Status == status
        orderby refund.Key
        select (refund.Key, refund.Amount.Amount);
}
