using Orders.Functions.Mail;

namespace Orders.Tests.Mail;

public sealed class LicenceIssuerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_copy_has_a_key_of_its_own_and_a_repeat_returns_the_same()
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
}
