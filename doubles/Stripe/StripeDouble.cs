using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Doubles.Wire;
using Microsoft.AspNetCore.Http;

namespace Doubles.Stripe;

/// <summary>
/// Stripe's API of 2026-10-28.endive, as far as a shop with hosted pages needs it: Checkout Sessions and their page, PaymentIntents,
/// refunds, disputes, idempotency keys, signed webhooks (https://docs.stripe.com/api).
/// </summary>
public sealed partial class StripeDouble : Company, IAsyncDisposable
{
    public const string ApiVersion = "2026-10-28.endive";

    private readonly StripeBooks _books;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, KeptAnswer> _answers = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _events = [];

    internal StripeDouble(TimeProvider time, Func<Uri> home)
    {
        _time = time;
        _books = new(time, home, Tell);
    }

    /// <summary>The secret key that calls come with.</summary>
    public string SecretKey { get; set; } = "sk_test_double";

    /// <summary>What webhooks are signed with; two while the secret is being rolled.</summary>
    public IReadOnlyList<string> WebhookSecrets { get; set; } = ["whsec_double"];

    public Deliveries Webhooks { get; } = new();

    /// <summary>Refunds are pending until <see cref="SettleRefund"/>.</summary>
    public bool RefundsSettleLater
    {
        set => Locked(() => _books.RefundsSettleLater = value);
    }

    /// <summary>The sessions made for an order (<c>client_reference_id</c>), in order: their ids and statuses.</summary>
    public IReadOnlyList<(string Id, string Status)> SessionsOf(string reference) =>
        Locked(() =>
            _books
                .Sessions.Where(session => session.ClientReferenceId == reference)
                .Select(session => (session.Id, session.Status))
                .ToArray()
        );

    /// <summary>The payments made for an order, in order: their ids and what was charged.</summary>
    public IReadOnlyList<(string Id, long Amount)> PaymentsOf(string reference) =>
        Locked(() =>
            _books
                .Sessions.Where(session => session.ClientReferenceId == reference && session.Intent?.Status == "succeeded")
                .Select(session => (session.Intent!.Id, session.Amount))
                .ToArray()
        );

    /// <summary>The refunds of an order's payments, in order.</summary>
    public IReadOnlyList<(string Id, long Amount, string Status)> RefundsOf(string reference)
    {
        var payments = PaymentsOf(reference).Select(payment => payment.Id).ToHashSet(StringComparer.Ordinal);
        return Locked(() =>
            _books
                .Refunds.Where(refund => payments.Contains(refund.Charge.Intent.Id))
                .Select(refund => (refund.Id, refund.Amount, refund.Status))
                .ToArray()
        );
    }

    /// <summary>The customer pays on a session's page.</summary>
    public void Pay(string session, PaymentMeans? by = null) => Locked(() => _books.Pay(session, by ?? new()));

    /// <summary>Their bank says no, and the page stays open.</summary>
    public void Decline(string session) => Locked(() => _books.Decline(session));

    /// <summary>What was paid by a delayed method comes, or does not.</summary>
    public void EndDelayed(string session, bool paid, PaymentMeans? by = null) =>
        Locked(() => _books.EndDelayed(session, paid, by ?? new()));

    /// <summary>Somebody refunds in the dashboard.</summary>
    public string RefundByHand(string payment, long amount) => Locked(() => _books.RefundByHand(payment, amount).Id);

    public void SettleRefund(string refund) => Locked(() => _books.SettleRefund(refund));

    public void FailRefund(string refund) => Locked(() => _books.FailRefund(refund));

    /// <param name="inquiry">The bank only asks: no money moves.</param>
    public string Dispute(string payment, long amount, bool inquiry = false) => Locked(() => _books.Dispute(payment, amount, inquiry).Id);

    public void EndDispute(string dispute, bool won) => Locked(() => _books.EndDispute(dispute, won));

    public ValueTask DisposeAsync() => Webhooks.DisposeAsync();

    private protected override string CallOf(Question asked) => $"{asked.Request.Method} {Id().Replace(asked.Path, "/:id")}";

    private protected override Reply Play(Question asked, Fault fault)
    {
        var (status, body) = Do(asked.Request, asked.Path, asked.Body, asked.Request.Headers["Idempotency-Key"].FirstOrDefault(), fault);
        return Reply.Text(status, body);
    }

    private (int Status, string Body) Do(HttpRequest request, string path, string body, string? key, Fault fault)
    {
        if (
            !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var authorization)
            || authorization.Scheme != "Bearer"
            || authorization.Parameter != SecretKey
        )
            return (401, new StripeError(401, "invalid_request_error", null, "Invalid API Key provided").Body.ToJsonString());

        var isPost = HttpMethods.IsPost(request.Method);
        if (isPost && key is not null && _answers.TryGetValue(key, out var kept))
        {
            // The first answer again, whatever it was (https://docs.stripe.com/api/idempotent_requests).
            return kept.Asked == (path, body)
                ? (kept.Status, kept.Body)
                : (
                    400,
                    new StripeError(400, "idempotency_error", null, "Keys can only be used with the same parameters").Body.ToJsonString()
                );
        }

        (int Status, string Body) answer;
        if (fault == Fault.ErrorKept)
        {
            answer = (500, new StripeError(500, "api_error", null, "Something went wrong").Body.ToJsonString());
            if (isPost && key is not null)
                _answers[key] = new KeptAnswer((path, body), answer.Status, answer.Body);
            return answer;
        }

        try
        {
            var form = new StripeForm(isPost ? Fields(body) : Fields(request.QueryString.Value!.TrimStart('?')));
            answer = (200, Route(request.Method, path, form).ToJsonString());
        }
        catch (StripeError error)
        {
            answer = (error.Status, error.Body.ToJsonString());
            if (error.IsBeforeDoing)
                return answer;
        }

        if (fault == Fault.DoneThenError)
            answer = (500, new StripeError(500, "api_error", null, "Something went wrong").Body.ToJsonString());
        if (isPost && key is not null)
            _answers[key] = new KeptAnswer((path, body), answer.Status, answer.Body);
        return answer;
    }

    private JsonObject Route(string method, string path, StripeForm asked)
    {
        var parts = path.Trim('/').Split('/');
        switch (method, parts)
        {
            case ("POST", ["v1", "checkout", "sessions"]):
                return _books.Create(asked).Json();
            case ("POST", ["v1", "checkout", "sessions", var id, "expire"]):
                return _books.Expire(id).Json();
            case ("GET", ["v1", "checkout", "sessions", var id]):
                asked.RefuseOtherThan("expand[]");
                return _books.Find(id).Json(IsExpanded("payment_intent"), IsExpanded("payment_intent.latest_charge"));
            case ("GET", ["v1", "checkout", "sessions"]):
                asked.RefuseOtherThan("created[gte]", "limit", "starting_after");
                var since = asked.Number("created[gte]") ?? 0;
                return List(
                    path,
                    _books.Sessions.Where(session => session.Created.ToUnixTimeSeconds() >= since).Select(session => session.Json())
                );
            case ("GET", ["v1", "payment_intents", var id]):
                asked.RefuseOtherThan("expand[]");
                return _books.FindIntent(id).Json(IsExpanded("latest_charge"));
            case ("POST", ["v1", "refunds"]):
                return _books.Refund(asked).Json();
            case ("GET", ["v1", "refunds", var id]):
                return _books.FindRefund(id).Json();
            case ("GET", ["v1", "refunds"]):
                asked.RefuseOtherThan("limit", "payment_intent", "starting_after");
                return List(
                    path,
                    _books
                        .Refunds.Where(refund => asked["payment_intent"] is not { } intent || refund.Charge.Intent.Id == intent)
                        .Select(refund => refund.Json())
                );
            case ("GET", ["v1", "events"]):
                asked.RefuseOtherThan("limit", "starting_after");
                return List(path, _events.Select(told => told.DeepClone().AsObject()));
            default:
                throw new StripeError(404, "invalid_request_error", null, $"Unrecognized request URL ({method}: {path}).");
        }

        bool IsExpanded(string what) =>
            asked.List("expand").Any(one => one == what || one.StartsWith(what + ".", StringComparison.Ordinal));

        JsonObject List(string url, IEnumerable<JsonObject> all) =>
            StripeJson.List(url, [.. all.Reverse()], asked, one => (string)one["id"]!);
    }

    /// <summary>The page where the customer pays: a form that says by what, or that the card is declined.</summary>
    private protected override async Task<bool> PageAsync(HttpContext context, string path)
    {
        if (!path.StartsWith("/pay/", StringComparison.Ordinal))
            return false;
        await PayPageAsync(context, path[5..]);
        return true;
    }

    private async Task PayPageAsync(HttpContext context, string session)
    {
        try
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                var by = (string?)form["by"] ?? "credit";
                if (by == "declined")
                    Decline(session);
                else
                    Pay(session, by == "delayed" ? new("sepa_debit", IsDelayed: true) : new(Funding: by));
                context.Response.Redirect(Locked(() => _books.Find(session).SuccessUrl));
                return;
            }

            var (status, amount) = Locked(() =>
                (_books.Find(session).Status, $"{_books.Find(session).Amount} {_books.Find(session).Currency}")
            );
            context.Response.ContentType = "text/html; charset=utf-8";
            var choices = string.Concat(
                ((string[])["credit", "debit", "delayed", "declined"]).Select(by => $"<button name=\"by\" value=\"{by}\">{by}</button> ")
            );
            await context.Response.WriteAsync(
                $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Stripe (double)</title><h1>Pay {amount}</h1>"
                    + (status == "open" ? $"<form method=\"post\">{choices}</form>" : $"<p>The session is {status}.</p>"),
                context.RequestAborted
            );
        }
        catch (StripeError error)
        {
            context.Response.StatusCode = error.Status;
            await context.Response.WriteAsync(error.Message, context.RequestAborted);
        }
    }

    private void Tell(string type, JsonObject about)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var told = new JsonObject
        {
            ["id"] = _books.NextId("evt"),
            ["object"] = "event",
            ["api_version"] = ApiVersion,
            ["created"] = now,
            ["type"] = type,
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = null, ["idempotency_key"] = null },
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        };
        _events.Add(told);

        // As Stripe writes it: indented.
        var body = Encoding.UTF8.GetBytes(told.ToJsonString(_indented));
        Webhooks.Post(body, Sign);
    }

    private Dictionary<string, string> Sign(byte[] body)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        var signatures = WebhookSecrets.Select(secret =>
            "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))
        );
        return new(StringComparer.Ordinal) { ["Stripe-Signature"] = $"t={seconds},{string.Join(',', signatures)}" };
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string form) =>
        form.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split('=', 2))
            .Select(field => KeyValuePair.Create(Unescape(field[0]), Unescape(field.ElementAtOrDefault(1) ?? "")));

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    [GeneratedRegex("/(?:cs_test|pi|re|du|evt|ch)_[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    private sealed record KeptAnswer((string Path, string Body) Asked, int Status, string Body);
}
