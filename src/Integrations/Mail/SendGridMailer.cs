using System.Globalization;
using System.Net;
using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Orders.Functions.Integrations.Mail;

/// <summary>Hands mails to SendGrid, or to whatever speaks its v3 API at <see cref="MailOptions.Host"/>.</summary>
public sealed class SendGridMailer(IHttpClientFactory http, MailOptions options, TimeProvider clock)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpClientName = "sendgrid";

    private const string KeyArgument = "mail_key";

    /// <param name="key">Goes along as a custom argument, by which the provider can be asked for the mail later.</param>
    public async Task<Handover> SendAsync(string key, Contact to, MailText text, CancellationToken cancellationToken)
    {
        var message = new SendGridMessage
        {
            From = new EmailAddress(options.From, options.Shop),
            Subject = text.Subject,
            PlainTextContent = text.Text,
            HtmlContent = text.Html,
        };
        message.AddTo(new EmailAddress(EmailAddresses.ForMail(to.Email), CustomerFormat.OneLine(to.Name)));
        message.AddGlobalCustomArg(KeyArgument, key);

        // Links to payment pages are not for a third party to count.
        message.SetClickTracking(enable: false, enableText: false);
        message.SetOpenTracking(enable: false);
        try
        {
            return Judge(await Client().SendEmailAsync(message, cancellationToken));
        }
        catch (HttpRequestException exception)
            when (exception.HttpRequestError
                    is HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
            )
        {
            return new Handover(HandoverOutcome.Unreached);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return new Handover(HandoverOutcome.Unanswered);
        }
    }

    /// <summary>
    /// Whether the provider has taken a mail with this key; null if it does not tell (the activity feed is an extra of an account).
    /// </summary>
    /// <exception cref="HttpRequestException">It did not answer, or is in trouble; ask again.</exception>
    public async Task<bool?> HasAsync(string key, CancellationToken cancellationToken)
    {
        var query = JsonSerializer.Serialize(new { query = $"unique_args['{KeyArgument}']=\"{key}\"", limit = 1 });
        try
        {
            var answer = await Client()
                .RequestAsync(BaseClient.Method.GET, requestBody: null, queryParams: query, urlPath: "messages", cancellationToken);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                return null;
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new HttpRequestException($"The mail provider answered {(int)answer.StatusCode} when asked for a mail.");

            using var body = JsonDocument.Parse(await answer.Body.ReadAsStringAsync(cancellationToken));
            return body.RootElement.GetProperty("messages").GetArrayLength() > 0;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The mail provider did not answer when asked for a mail.", exception);
        }
    }

    private SendGridClient Client() =>
        new(
            http.CreateClient(HttpClientName),
            new SendGridClientOptions { ApiKey = options.ApiKey, Host = options.Host ?? "https://api.sendgrid.com" }
        );

    private Handover Judge(Response answer) =>
        answer.StatusCode switch
        {
            _ when answer.IsSuccessStatusCode => new Handover(HandoverOutcome.Taken),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new Handover(
                HandoverOutcome.Unreached,
                RetryAfter(answer)
            ),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Handover(HandoverOutcome.NotAllowed),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new Handover(
                HandoverOutcome.Unanswered,
                RetryAfter(answer)
            ),
            _ => new Handover(HandoverOutcome.Refused, Status: (int)answer.StatusCode),
        };

    private TimeSpan? RetryAfter(Response answer)
    {
        if (answer.Headers.RetryAfter is { } after)
            return after.Delta ?? after.Date - clock.GetUtcNow();

        // SendGrid tells when its rate limit starts anew, in Unix seconds.
        return
            answer.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && long.TryParse(values.First(), CultureInfo.InvariantCulture, out var reset)
            ? DateTimeOffset.FromUnixTimeSeconds(reset) - clock.GetUtcNow()
            : null;
    }
}

/// <param name="RetryAfter">When the provider wants to be asked again.</param>
/// <param name="Status">The HTTP status of a refusal.</param>
public sealed record Handover(HandoverOutcome Outcome, TimeSpan? RetryAfter = null, int Status = 0);

public enum HandoverOutcome
{
    Taken,

    /// <summary>It certainly has not got it; again later. By SendGrid's list of errors 429 and 503 say so, and no other 5xx.</summary>
    Unreached,

    /// <summary>It may have got it: no answer, or one that does not tell.</summary>
    Unanswered,

    /// <summary>Our key is not good.</summary>
    NotAllowed,

    /// <summary>It does not take this mail, now or later.</summary>
    Refused,
}
