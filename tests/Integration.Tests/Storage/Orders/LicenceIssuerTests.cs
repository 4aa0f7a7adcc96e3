using Integration.Tests.Integrations.Mail;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Storage.Orders;

public sealed class LicenceIssuerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_copy_has_its_own_key_and_a_repeat_returns_it()
    {
        var orderId = AzuriteFixture.NewId("o");
        var lines = MailSample.Order().Lines.Select(line => line with { Quantity = 3 }).ToList();
        var issuer = new LicenceIssuer(azurite.Tables);

        var first = await issuer.IssueAsync(orderId, lines, default);
        var again = await issuer.IssueAsync(orderId, lines, default);

        Assert.Equal(3, first.Select(licence => licence.Key).Distinct().Count());
        Assert.All(first, licence => Assert.Equal("SW-PLUS", licence.Sku));
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Copies_given_back_lose_their_validity_the_last_first_and_once()
    {
        var orderId = AzuriteFixture.NewId("o");
        var issuer = new LicenceIssuer(azurite.Tables);
        await issuer.IssueAsync(orderId, [.. MailSample.Order().Lines.Select(line => line with { Quantity = 3 })], default);

        await issuer.RevokeAsync(orderId, "return:1", "SW-PLUS", 1, default);
        await issuer.RevokeAsync(orderId, "return:1", "SW-PLUS", 1, default);
        await issuer.RevokeAsync(orderId, "return:2", "SW-PLUS", 2, default);

        Assert.Equal([3], (await issuer.RevokedAsync(orderId, "return:1", default)).Select(licence => licence.Number));
        Assert.Equal([1, 2], (await issuer.RevokedAsync(orderId, "return:2", default)).Select(licence => licence.Number));
        await Assert.ThrowsAsync<InvalidOperationException>(() => issuer.RevokeAsync(orderId, "return:3", "SW-PLUS", 1, default));
    }
}
