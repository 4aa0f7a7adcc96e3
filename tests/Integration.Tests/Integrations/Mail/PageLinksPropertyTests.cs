using CsCheck;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Views;

namespace Integration.Tests.Integrations.Mail;

public sealed class PageLinksPropertyTests
{
    private static readonly PageLinks _links = PageLinks.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("App:LinkKey", TestKeys.Of(3))]).Build(),
        new Uri("https://shop.example/")
    );

    [Fact]
    public void Token_opens_the_order_it_was_made_for() =>
        Gen.Char["0123456789abcdefghjkmnpqrstvwxyz"]
            .Array[26]
            .Sample(id =>
            {
                var orderId = new string(id);
                Assert.Equal(orderId, _links.OrderOf(_links.UrlOf(orderId, MailSample.Noon).Segments[^1], MailSample.Noon));
            });

    [Fact]
    public void Token_that_was_touched_opens_nothing()
    {
        var token = _links.UrlOf("00000000000000000000000001", MailSample.Noon).Segments[^1];
        Mutations.Of(token).Where(other => other != token).Sample(other => Assert.Null(_links.OrderOf(other, MailSample.Noon)), iter: 4000);
    }
}
