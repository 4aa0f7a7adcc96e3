using System.Net;
using System.Text;
using System.Text.Json;

namespace Companies;

/// <summary>SendGrid's v3 API as the shop calls it: sending, and asking whether a mail is known.</summary>
/// <param name="stoodStill">Whether the process that calls has stood still.</param>
internal sealed class MailPort(MailCompany company, ILine line, Func<bool> stoodStill) : IHttpClientFactory
{
    public const string Company = "mail";

    /// <summary>True: it answers that it does not know a mail, whatever it has.</summary>
    public bool Forgets { get; set; }

    public HttpClient CreateClient(string name) => new(new Handler(this), disposeHandler: false);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get)
        {
            var query = Uri.UnescapeDataString(request.RequestUri!.Query);
            var key = KeyIn(query, "=\"", "\"");
            var known = await line.CallAsync(Company, $"ask:{key}", () => !Forgets && company.Has(key));
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(known ? "{\"messages\":[{}]}" : "{\"messages\":[]}", Encoding.UTF8, "application/json"),
            };
        }

        using var mail = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync());
        var sent = mail.RootElement.GetProperty("custom_args").GetProperty("mail_key").GetString()!;
        var (subject, text) = (SubjectOf(mail.RootElement), TextOf(mail.RootElement));
        await line.CallAsync(
            Company,
            $"send:{sent}",
            () =>
            {
                company.Send(sent, subject, text, stoodStill());
                return true;
            }
        );
        return new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new ByteArrayContent([]) };
    }

    // SendGrid takes the subject of the mail, or of each of its addressees.
    private static string SubjectOf(JsonElement mail) =>
        (
            mail.TryGetProperty("subject", out var subject) ? subject : mail.GetProperty("personalizations")[0].GetProperty("subject")
        ).GetString()!;

    private static string TextOf(JsonElement mail) =>
        mail.GetProperty("content")
            .EnumerateArray()
            .First(part => part.GetProperty("type").GetString() == "text/plain")
            .GetProperty("value")
            .GetString()!;

    private static string KeyIn(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }

    private sealed class Handler(MailPort port) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            port.AnswerAsync(request);
    }
}
