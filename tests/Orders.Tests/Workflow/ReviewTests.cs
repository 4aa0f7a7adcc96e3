using Orders.Functions.Orders;

namespace Orders.Tests.Workflow;

public sealed class ReviewTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Order_that_the_rules_refuse_is_cancelled_with_the_reasons_and_asks_for_no_money()
    {
        await using var shop = await Shop.OpenAsync(azurite);

        var order = await shop.PlaceAsync(contact: person => person with { Verified = false, ShipTo = person.ShipTo with { PostalCode = "12" } });

        await shop.AssertEndedAsync(order, OrderStatus.Cancelled);
        var cancellation = (await shop.ReadAsync(order)).State.Cancellation!;
        Assert.Contains("identity_not_verified", cancellation.Reasons);
        Assert.Equal(2, cancellation.Reasons.Count);
        Assert.Equal("shop", cancellation.By);
        Assert.Equal([MailKind.Received, MailKind.Cancelled], await shop.MailsAsync(order));
        Assert.DoesNotContain("payment_awaited", await shop.TimelineAsync(order));
    }

    [Fact]
    public async Task Same_order_again_within_minutes_is_taken_for_a_duplicate()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var first = await shop.PlaceAsync();
        await shop.Hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        var second = await shop.PlaceAsync(order => order with { CustomerId = first.CustomerId });

        await shop.AssertEndedAsync(second, OrderStatus.Cancelled);
        Assert.Equal(["duplicate_order"], (await shop.ReadAsync(second)).State.Cancellation!.Reasons);
        Assert.Equal(OrderStatus.AwaitingPayment, await shop.StatusAsync(first));
    }
}
