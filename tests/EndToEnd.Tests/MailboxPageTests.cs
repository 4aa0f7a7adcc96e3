using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The page that shows the mails, for people.</summary>
public sealed class MailboxPageTests(SharedShop shared, Browser browser)
{
    private const string Hostile = "<script>document.title='owned'</script><b id=owned>Eve</b>";

    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Pages_show_a_hostile_name_as_text()
    {
        var mail = await MailOfHostileCustomerAsync();

        foreach (var path in new[] { "api/sandbox/mails", $"api/sandbox/mails/{mail.Id}" })
        {
            var page = await _shop.Mailbox.PageAsync(path);
            Assert.Equal("text/html", page.ContentType);
            Assert.DoesNotContain("<script>document.title", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b id=owned>", page.Text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("<b id=owned>", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;b id", mail.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Browser_lists_mails_and_runs_nothing_that_a_customer_wrote()
    {
        var mail = await MailOfHostileCustomerAsync();

        var list = await DumpAsync($"api/sandbox/mails?code={App.StorefrontKey}");
        var shown = await DumpAsync($"api/sandbox/mails/{mail.Id}?code={App.StorefrontKey}");

        Assert.Contains(mail.Subject, list, StringComparison.Ordinal);
        Assert.Contains(mail.Subject, shown, StringComparison.Ordinal);
        Assert.All([list, shown], dom => Assert.DoesNotContain("<title>owned</title>", dom, StringComparison.Ordinal));
        Assert.All([list, shown], dom => Assert.DoesNotContain("<b id=\"owned\">", dom, StringComparison.Ordinal));
    }

    private async Task<Mail> MailOfHostileCustomerAsync()
    {
        var form = OrderForm.English() with { Name = Hostile };
        var placed = await _shop.Storefront.PlaceAsync(form);
        return (await _shop.Mailbox.ExpectAsync(placed.Id, "received"))[0];
    }

    /// <summary>The page's DOM after its scripts ran.</summary>
    private async Task<string> DumpAsync(string path)
    {
        await using var page = await browser.OpenAsync(new Uri(_shop.App.Url, path));
        return (string)(await page.EvaluateAsync("document.documentElement.outerHTML"))!;
    }
}
