using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Integration.Tests.Integrations.Mail;
using Integration.Tests.Integrations.Sandbox;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Integrations.Sandbox;

namespace Integration.Tests.Http.Sandbox;

public sealed class MailboxTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("""{}""", "personalizations")]
    [InlineData(
        """{"personalizations":[{"to":[{"email":"nobody"}]}],"from":{"email":"a@b.example"},"subject":"s","content":[{"type":"text/plain","value":"x"}]}""",
        "personalizations.0.to.email"
    )]
    [InlineData(
        """{"personalizations":[{"to":[{"email":"a@b.example"}]}],"subject":"s","content":[{"type":"text/plain","value":"x"}]}""",
        "from.email"
    )]
    [InlineData(
        """{"personalizations":[{"to":[{"email":"a@b.example"}]}],"from":{"email":"a@b.example"},"content":[{"type":"text/plain","value":"x"}]}""",
        "subject"
    )]
    [InlineData(
        """{"personalizations":[{"to":[{"email":"a@b.example"}]}],"from":{"email":"a@b.example"},"subject":"s","content":[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]}""",
        "content"
    )]
    [InlineData("""{"personalizations":""", "Bad Request")]
    public async Task Faulty_mail_is_refused_as_by_sendgrid(string body, string fault)
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        using var client = Client(site);

        using var answer = await client.PostAsync(
            "api/sandbox/mailbox/v3/mail/send",
            new StringContent(body, Encoding.UTF8, "application/json")
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{fault}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_api_key_is_refused()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        using var client = Client(site);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "SG.other");

        using var answer = await client.PostAsync("api/sandbox/mailbox/v3/mail/send", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Mail_that_came_twice_is_shown_twice_and_its_contents_are_harmless()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        using var client = Client(site);
        var orderId = AzuriteFixture.NewId("o");
        var text = new MailText("<script>subject</script>", "<script>html</script>\"", "<script>text</script>");
        var mailer = site.Get<SendGridMailer>();
        Assert.Equal(
            HandoverOutcome.Taken,
            (await mailer.SendAsync($"{orderId}/paid/", Samples.Contact("<b>李雷</b>"), text, default)).Outcome
        );
        Assert.Equal(
            HandoverOutcome.Taken,
            (await mailer.SendAsync($"{orderId}/paid/", Samples.Contact("<b>李雷</b>"), text, default)).Outcome
        );

        var mails = await site.Get<MailboxStore>().ListAsync(orderId, 10, default);
        Assert.Equal(2, mails.Count);
        using var answer = await client.GetAsync($"api/sandbox/mails/{mails[0].Id}");
        var page = await answer.Content.ReadAsStringAsync();
        var list = await client.GetStringAsync("api/sandbox/mails");

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-popups", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(await mailer.HasAsync($"{orderId}/paid/", default));
        Assert.False(await mailer.HasAsync($"{orderId}/shipped/parcel-1", default));
    }

    private static HttpClient Client(SandboxSite site) =>
        new()
        {
            BaseAddress = site.Url,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", site.Get<SandboxSettings>().MailboxKey) },
        };
}
