using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Workflow.Tests.Harness;

namespace Workflow.Tests.Orders;

public sealed class DutiesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Duties_that_we_collected_are_in_the_books_when_the_goods_arrive()
    {
        await using var shop = await Shop.OpenAsync(azurite);
        var duties = new DutiesQuote("2026-11", DutyTerms.Ddp, new Money(3500, "USD"), [], Accepted: true);

        var order = await shop.PlaceAsync(
            order => order with { Country = "GB", Duties = duties },
            contact =>
                contact with
                {
                    ShipTo = new Address("Li Lei", "+447911123456", "GB", null, "London", "1 Hollow Lane", null, "SW1A 1AA"),
                }
        );
        Assert.Equal(new Money(12900 + 3000 + 3500, "USD"), order.Total);
        await shop.PayAsync(order);
        await shop.DeliverAsync(order);
        await shop.PassWindowsAsync(order);

        await shop.AssertEndedAs(OrderStatus.Closed, order);
        Assert.Contains(
            (await shop.ReadAsync(order)).Ledger,
            entry => entry.Kind == LedgerKind.DutiesSold && entry.Amount == duties.Amount
        );
    }
}
