using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// The sandbox's mail provider: as much of SendGrid's v3 API as the app uses, and the mails kept for reading instead of sent.
/// </summary>
public sealed partial class Mailbox(MailboxStore store, SandboxSettings settings, TimeProvider clock)
{
    /// <summary>What fits a row of the table; SendGrid itself takes 30 MB.</summary>
    private const int LongestBody = 400 * 1024;

    [Function("MailboxSend")]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/mailbox/v3/mail/send")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (Refusal(request) is { } refusal)
            return refusal;
        if (await RawBody.ReadAsync(request, LongestBody, cancellation) is not { } body)
            return Errors(StatusCodes.Status413PayloadTooLarge, ("", "The JSON payload you have included in your request is too large."));

        var now = clock.GetUtcNow();
        var (mail, faults) = MailboxMessage.Read(body, MailboxStore.NewId(now), now);
        if (mail is null)
            return Errors(StatusCodes.Status400BadRequest, [.. faults]);

        try
        {
            await store.AddAsync(mail, cancellation);
        }
        catch (Exception e) when (StorageFailure.IsOutage(e, cancellation))
        {
            // Not 503: by that SendGrid says that it has not taken the mail, and this one may have been kept.
            return Errors(
                StatusCodes.Status500InternalServerError,
                ("", "An error occurred on the mailbox: it is not known whether it has this mail.")
            );
        }

        request.HttpContext.Response.Headers["X-Message-Id"] = mail.Id;
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The activity feed, asked by one custom argument: <c>unique_args['mail_key']="…"</c>.</summary>
    [Function("MailboxMessages")]
    public async Task<IResult> MessagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sandbox/mailbox/v3/messages")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (Refusal(request) is { } refusal)
            return refusal;
        if (ByKey().Match(request.Query["query"].ToString()) is not { Success: true } asked)
            return Errors(
                StatusCodes.Status400BadRequest,
                ("query", "invalid query: only unique_args['mail_key']=\"…\" is understood here")
            );

        var most = int.TryParse(request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Math.Clamp(limit, 1, 1000)
            : 10;
        var mails = await store.WithKeyAsync(asked.Groups["key"].Value, most, cancellation);
        return Results.Json(
            new
            {
                messages = mails.Select(mail => new
                {
                    from_email = mail.From,
                    msg_id = mail.Id,
                    subject = mail.Subject,
                    to_email = mail.To,
                    status = "delivered",
                    last_event_time = mail.ReceivedAt,
                }),
            }
        );
    }

    [Function("MailboxList")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "sandbox/mails")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (!settings.Enabled)
            return Problem.NotFound("page");

        var order = request.Query["order"].ToString() is { Length: > 0 } asked ? asked : null;
        var mails = await store.ListAsync(order, most: 200, cancellation);
        return order is not null || WantsJson(request)
            ? Results.Json(mails, OrderJson.Options)
            : MailboxPages.List(mails, request.Query["code"]);
    }

    [Function("MailboxShow")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "sandbox/mails/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        if (!settings.Enabled || await store.FindAsync(id, cancellation) is not { } mail)
            return Problem.NotFound("mail");
        return WantsJson(request) ? Results.Json(mail, OrderJson.Options) : MailboxPages.Show(mail, request.Query["code"]);
    }

    private IResult? Refusal(HttpRequest request)
    {
        if (!settings.Enabled)
            return Problem.NotFound("page");

        var expected = Encoding.UTF8.GetBytes("Bearer " + settings.MailboxKey);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), expected)
            ? null
            : Errors(StatusCodes.Status401Unauthorized, ("", "The provided authorization grant is invalid, expired, or revoked"));
    }

    private static bool WantsJson(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

    private static IResult Errors(int status, params (string Field, string Message)[] errors) =>
        Results.Json(
            new
            {
                errors = errors.Select(error => new
                {
                    message = error.Message,
                    field = error.Field.Length == 0 ? null : error.Field,
                    help = (string?)null,
                }),
            },
            statusCode: status
        );

    [GeneratedRegex(
        """^unique_args\['mail_key'\]="(?<key>[^"]{1,500})"$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: Patterns.Limit
    )]
    private static partial Regex ByKey();
}
