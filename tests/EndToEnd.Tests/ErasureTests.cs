using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>A customer wants to be forgotten, also in the middle of an order.</summary>
public sealed class ErasureTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Customer_erased_during_payment_is_refunded_and_gets_no_more_mail()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await _shop.Mailbox.ExpectAsync(placed.Id, "received");

        var warned = (await _shop.Operations.EraseAsync(form.CustomerId)).Expect(HttpStatusCode.Conflict);
        Assert.Equal(
            (placed.Number, "awaiting_payment"),
            ((string?)warned.Json["open"]![0]!["orderNumber"], (string?)warned.Json["open"]![0]!["status"])
        );
        (await _shop.Operations.EraseAsync(form.CustomerId, confirm: true)).Expect(HttpStatusCode.OK);
        (await _shop.Company.PayAsync(placed.Id)).Expect(HttpStatusCode.OK);

        var ended = await _shop.Storefront.WaitForAsync(placed.Id, "cancelled");
        Assert.Equal((placed.Total, placed.Total), (ended.Paid, ended.Refunded));
        Assert.Empty(await _shop.Books.DifferencesAsync(placed.Id));
        Assert.Equal(["release", "reserve"], (await _shop.Books.MovementsAsync(placed.Id, "HW-PRO")).Order(StringComparer.Ordinal));
        await Eventually.TrueAsync(
            async () => await _shop.Books.LapsedMailsAsync(placed.Id) == 2,
            () => "The mails 'paid' and 'cancelled' lapse.",
            TimeSpan.FromSeconds(20)
        );
        await _shop.Mailbox.ExpectAsync(placed.Id, "received");
    }
}
