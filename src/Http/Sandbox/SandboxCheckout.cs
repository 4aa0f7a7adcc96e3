using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http.Pages;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// The payment provider's side of the sandbox, towards the customer: the page that takes the money, and a look into the books.
/// </summary>
public sealed class SandboxCheckout(SandboxBooks books, SandboxClient client, SandboxSettings settings, TimeProvider clock)
{
    [Function("SandboxPaymentBooks")]
    public async Task<IResult> BooksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sandbox/payments/{orderId}")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (!settings.Enabled)
            return Problem.NotFound("page");
        return await books.FindAsync(orderId, cancellation) is { } account ? Json.Ok(account) : Problem.NotFound("payment");
    }

    [Function("SandboxPaymentCheckout")]
    public async Task<IResult> CheckoutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sandbox/payments/{orderId}/checkout")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        if (!settings.Enabled)
            return Problem.NotFound("page");
        if ((await books.FindAsync(orderId, cancellation))?.Request is not { } asked)
            return Problem.NotFound("payment");

        var title = WebUtility.HtmlEncode($"{asked.OrderNumber}: {asked.Due}");
        var response = request.HttpContext.Response;
        PageResult.Protect(response);
        response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return TypedResults.Text(
            $"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>Sandbox payment</h1><p>{title}</p><form method="post" action="pay"><button>Pay</button></form></html>""",
            "text/html; charset=utf-8"
        );
    }

    /// <summary>
    /// Pays: writes the capture into the company's books, then posts the signed webhook. An optional body says otherwise than 'all that is
    /// due, now': <c>eventId</c>, <c>reference</c>, <c>amount</c>, <c>type</c>, <c>confirmations</c>. The same payment again (its reference,
    /// or its event id) posts a webhook again and captures nothing. Coins of one amount for one request are one payment unless they say
    /// otherwise.
    /// </summary>
    [Function("SandboxPaymentPay")]
    public async Task<IResult> PayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/payments/{orderId}/pay")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        if (!settings.Enabled)
            return Problem.NotFound("page");
        if (await ReadAsync(request, cancellation) is not { } pay)
            return Problem.Invalid("", "The body is not what this call takes.");

        var eventId = pay.EventId ?? "evt_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var type = pay.Type ?? PaymentUpdateType.Succeeded;
        var account = await books.FindAsync(orderId, cancellation);
        if (account?.Request is not { } asked)
            return Problem.NotFound("payment");

        var amount = pay.Amount ?? asked.Due;
        var reference = pay.Reference ?? ReferenceOf(asked, amount, eventId);
        if (type == PaymentUpdateType.Succeeded)
        {
            account = await books.ChangeAsync(
                orderId,
                before => Capture(before, new(eventId, reference, amount, clock.GetUtcNow())),
                cancellation
            );
            if (account.Captures.SingleOrDefault(made => made.Reference == reference) is not { } capture)
                return Problem.Conflict("urn:sandbox:cancelled", "The payment request was cancelled.") with
                {
                    Reason = "request_cancelled",
                };
            amount = capture.Amount;
        }

        var posted = new SandboxPaymentEvent(eventId, orderId, type, amount, OrderJson.Name(asked.Method), pay.Confirmations, reference);
        using var answer = await client.PostAsync("api/webhooks/payments/sandbox", posted, null, cancellation);
        return answer.IsSuccessStatusCode
            ? Json.Ok(posted)
            : new Problem(
                "urn:sandbox:webhook",
                StatusCodes.Status502BadGateway,
                "The payment is recorded, but the webhook did not take it. Post it again with the same eventId."
            );
    }

    private static SandboxAccount Capture(SandboxAccount account, SandboxCapture capture) =>
        account.Cancelled || account.Captures.Any(made => made.Reference == capture.Reference)
            ? account
            : account with
            {
                Captures = [.. account.Captures, capture],
            };

    /// <summary>Coins are told of at each confirmation; a card is charged by each press of the button.</summary>
    private static string ReferenceOf(SandboxPaymentRequest asked, Money amount, string eventId)
    {
        if (asked.Method != PaymentMethod.Crypto)
            return eventId;
        var transaction = Encoding.UTF8.GetBytes($"{asked.OrderId}\n{asked.Reference}\n{amount}");
        return "tx_" + Convert.ToHexStringLower(SHA256.HashData(transaction))[..24];
    }

    // No body, or a browser's form, is the plain case.
    private static async Task<SandboxPay?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await RawBody.ReadAsync(request, JsonRequest.Limit, cancellation) is not { } body)
            return null;
        if (body.Length == 0)
            return new();
        try
        {
            var pay = JsonSerializer.Deserialize<SandboxPay>(body, OrderJson.Strict);
            return
                (pay?.Amount is null || pay.Amount is { Amount: > 0, Currency: { } currency } && Currencies.IsKnown(currency))
                && pay?.EventId is null or { Length: > 0 and <= 200 }
                && pay?.Reference is null or { Length: > 0 and <= 200 }
                ? pay
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Body of <c>POST /api/sandbox/payments/{orderId}/pay</c>; all of it may be left out.</summary>
public sealed record SandboxPay(
    string? EventId = null,
    Money? Amount = null,
    PaymentUpdateType? Type = null,
    int? Confirmations = null,
    string? Reference = null
);
