using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

/// <summary>Crypto of a company that sends it back, once the customer has said on its page where to.</summary>
public sealed class ClaimedRefundTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Money _total = new(15900, "USD");

    [Fact]
    public async Task Customer_is_told_where_to_get_a_refund_and_has_it()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop);

        await shop.CancelAsync(order);

        var refund = Assert.Single((await shop.ReadAsync(order)).Refunds);
        Assert.Equal((RefundStatus.Sent, _total), (refund.Status, refund.Amount));
        Assert.Contains(
            refund.Link!,
            await shop.MailTextAsync(order, MailKind.RefundAddress, $"cancel/{refund.Reference}"),
            StringComparison.Ordinal
        );
        Assert.Empty(await shop.AlertsAsync(order));
        var record = await shop.ReadAsync(order);
        Assert.False(RefundEntries.WaitForAddress(record.Order, record.Ledger));
        Assert.Equal(
            (NextStepKind.Refund, Actor.Customer),
            (record.View(order.PlacedAt).Next!.What, record.View(order.PlacedAt).Next!.Who)
        );

        await TellAsync(shop, order, PaymentUpdateType.Refunded, _total, refund.Reference!, key: "cancel");

        await shop.AssertEndedAs(OrderStatus.Cancelled, order);
        Assert.Equal(RefundStatus.Settled, Assert.Single((await shop.ReadAsync(order)).Refunds).Status);
    }

    [Fact]
    public async Task Refund_that_nobody_can_claim_is_owed_again_and_made_anew()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop);
        await shop.CancelAsync(order);
        var first = Assert.Single((await shop.ReadAsync(order)).Refunds);

        await TellAsync(shop, order, PaymentUpdateType.RefundFailed, _total, first.Reference!, key: "cancel");
        Assert.Equal(["refund_failed"], await shop.AlertsAsync(order));
        await shop.SettleRefundAsync(order, "again:cancel", reference: null);

        var again = (await shop.ReadAsync(order)).Refunds.Single(refund => refund.Key == "again:cancel");
        Assert.True(again.WaitsForCustomer);
        Assert.NotEqual(first.Link, again.Link);
        Assert.Contains(
            again.Link!,
            await shop.MailTextAsync(order, MailKind.RefundAddress, $"again:cancel/{again.Reference}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Refund_that_the_company_will_not_make_is_a_persons()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop);
        shop.Payments.RefusesRefunds = true;

        await shop.CancelAsync(order);

        Assert.Equal(RefundStatus.InKind, Assert.Single((await shop.ReadAsync(order)).Refunds).Status);
        Assert.Equal(["refund_in_kind"], await shop.AlertsAsync(order));
        var record = await shop.ReadAsync(order);
        Assert.True(RefundEntries.WaitForAddress(record.Order, record.Ledger));
    }

    [Fact]
    public async Task Refund_that_may_not_be_owed_is_a_persons()
    {
        await using var shop = await OpenAsync();
        var order = await PaidAsync(shop);
        await TellAsync(shop, order, PaymentUpdateType.Refunded, new Money(500, "USD"), "by-hand");

        await shop.CancelAsync(order);

        Assert.Empty(shop.Payments.Refunds);
        Assert.Equal(RefundStatus.InKind, Assert.Single((await shop.ReadAsync(order)).Refunds).Status);
    }

    [Fact]
    public async Task Coins_that_came_after_the_end_are_the_customers_to_claim()
    {
        await using var shop = await OpenAsync();
        var order = await shop.PlaceAsync(placed => placed with { PaymentMethod = PaymentMethod.Crypto });
        await shop.Hub.AdvanceAsync(order.Windows.PaymentCrypto);
        Assert.Equal(OrderStatus.Cancelled, await shop.StatusAsync(order));

        await shop.HearLateAsync(order, "late", PaymentUpdateType.Succeeded, "coin-1", isConfirmed: true);

        var record = await shop.ReadAsync(order);
        var refund = Assert.Single(record.Refunds);
        Assert.True(refund.WaitsForCustomer);
        Assert.Contains(refund.Link!, await shop.MailTextAsync(order, MailKind.RefundAddress, "late:late"), StringComparison.Ordinal);
        Assert.False(RefundEntries.WaitForAddress(record.Order, record.Ledger));
    }

    [Fact]
    public async Task Coins_count_when_the_company_itself_has_waited()
    {
        await using var shop = await OpenAsync();
        var order = await shop.PlaceAsync(placed => placed with { PaymentMethod = PaymentMethod.Crypto });

        await TellAsync(shop, order, PaymentUpdateType.Pending, _total, "coin-1");
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(order));
        await TellAsync(shop, order, PaymentUpdateType.Succeeded, _total, "coin-1", isConfirmed: true);

        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_that_brings_no_more_is_followed_whichever_is_told_first(bool isEndFirst)
    {
        await using var shop = await OpenAsync();
        shop.Payments.PageStaysWhile = () => isEndFirst && shop.Payments.Demands.Count == 2;
        var order = await shop.PlaceAsync(placed => placed with { PaymentMethod = PaymentMethod.Crypto });
        Task PartAsync() => TellAsync(shop, order, PaymentUpdateType.Succeeded, new Money(6000, "USD"), "coin-1", isConfirmed: true);
        Task EndAsync() =>
            TellAsync(shop, order, PaymentUpdateType.Succeeded, Money.Zero("USD"), "inv-1", isConfirmed: true, endsRequest: true);

        await (isEndFirst ? EndAsync() : PartAsync());
        await (isEndFirst ? PartAsync() : EndAsync());
        await EndAsync();

        Assert.Equal(new Money(9900, "USD"), shop.Payments.Demands[^1]);
        Assert.Equal(isEndFirst ? 3 : 2, shop.Payments.Demands.Count);
        await TellAsync(shop, order, PaymentUpdateType.Succeeded, new Money(9900, "USD"), "coin-2", isConfirmed: true);
        Assert.Equal(OrderStatus.Preparing, await shop.StatusAsync(order));
    }

    private async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(azurite);
        (shop.Payments.SendsCryptoBack, shop.Payments.SettlesLater) = (true, true);
        return shop;
    }

    private static async Task<Order> PaidAsync(Shop shop)
    {
        var order = await shop.PlaceAsync(placed => placed with { PaymentMethod = PaymentMethod.Crypto });
        await shop.PayAsync(order, confirmations: order.Windows.CryptoConfirmations);
        return order;
    }

    private static Task TellAsync(
        Shop shop,
        Order order,
        PaymentUpdateType type,
        Money amount,
        string reference,
        string? key = null,
        bool isConfirmed = false,
        bool endsRequest = false
    ) =>
        shop.RaiseAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate($"{reference}:{type}:{amount}", "scripted", type, amount, "BTC-CHAIN", null, reference)
            {
                IsConfirmed = isConfirmed,
                EndsRequest = endsRequest,
                RefundKey = key,
            }
        );
}
