using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Integration.Tests.Integrations.Mail;

public sealed class PageLinksTests
{
    private static readonly DateTimeOffset Noon = MailSample.Noon;

    private readonly PageLinks _links = Links(TestKeys.Of(3));

    [Fact]
    public void Link_opens_its_order_until_it_expires()
    {
        var token = _links.UrlOf("o-1", Noon).Segments[^1];

        Assert.Equal("o-1", _links.OrderOf(token, Noon + PageLinks.Lifetime - TimeSpan.FromSeconds(1)));
        Assert.Null(_links.OrderOf(token, Noon + PageLinks.Lifetime));
    }

    [Fact]
    public void Changed_or_foreign_token_opens_nothing()
    {
        var token = _links.UrlOf("o-1", Noon).Segments[^1];
        var changed = Enumerable.Range(0, token.Length).Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);

        Assert.All(changed, other => Assert.Null(_links.OrderOf(other, Noon)));
        Assert.Null(Links(TestKeys.Of(4)).OrderOf(token, Noon));
        Assert.All(
            ["", "..", "o-1", "o-1.1.", new string('.', 3), new string('a', 10_000)],
            nonsense => Assert.Null(_links.OrderOf(nonsense, Noon))
        );
    }

    [Fact]
    public void Wrong_key_stops_the_start_with_a_sentence_that_names_the_setting()
    {
        var wrong = Assert.Throws<SettingException>(() => Links("c2hvcnQ="));

        Assert.StartsWith("The setting App:LinkKey ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", wrong.Message, StringComparison.Ordinal);
    }

    private static PageLinks Links(string key) =>
        PageLinks.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("App:LinkKey", key)]).Build(),
            new Uri("https://shop.example/")
        );
}
