using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Orders.Functions.Http.Sandbox;

/// <summary>The mailbox as pages. Everything that came with a mail is encoded; its HTML is shown in a frame that may run nothing.</summary>
internal static class MailboxPages
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 "
        + "1rem;color:#1d2733}table{border-collapse:collapse;width:100%}"
        + "td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid "
        + "#e3e8ee}td.key{color:#4a5868;font-size:.85em;overflow-wrap:anywhere}td.subject{min-width:20rem}"
        + "iframe{width:100%;height:42rem;border:1px solid #e3e8ee}"
        + "pre{white-space:pre-wrap;background:#f2f4f7;padding:1rem}";

    public static IResult List(IReadOnlyList<SandboxMail> mails, string? code)
    {
        var rows = string.Concat(
            mails.Select(mail =>
                $"<tr><td>{Time(mail)}</td><td>{Encode(mail.To)}</td><td class=\"subject\"><a "
                + $"href=\"mails/{Uri.EscapeDataString(mail.Id)}{Query(code)}\">{Encode(mail.Subject)}</a></td><td "
                + $"class=\"key\">{Encode(mail.Key)}</td></tr>"
            )
        );
        return Page(
            "Mailbox",
            $"<h1>Mailbox</h1><p>{(mails.Count == 1 ? "1 mail" : $"{mails.Count} mails, the latest first")}.</p>"
                + $"<table><tr><th>Received (UTC)</th><th>To</th><th>Subject</th><th>Key</th></tr>{rows}</table>"
        );
    }

    public static IResult Show(SandboxMail mail, string? code) =>
        Page(
            mail.Subject,
            $"<p><a href=\"../mails{Query(code)}\">All mails</a></p><h1>{Encode(mail.Subject)}</h1>"
                + $"<table><tr><th>From</th><td>{Encode(mail.From)}</td></tr><tr><th>To</th><td>{Encode(mail.To)}</td></tr>"
                + $"<tr><th>Received (UTC)</th><td>{Time(mail)}</td></tr>"
                + $"<tr><th>Key</th><td>{Encode(mail.Key)}</td></tr></table><h2>HTML</h2>"
                + "<iframe title=\"The mail's HTML\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" "
                + $"referrerpolicy=\"no-referrer\" srcdoc=\"{Encode(mail.Html)}\"></iframe>"
                + $"<h2>Text</h2><pre>{Encode(mail.Text)}</pre>"
        );

    private static PageResult Page(string title, string body) =>
        new(
            "<!DOCTYPE html><html lang=\"en\"><head><meta "
                + $"charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style></head><body>{body}</body></html>"
        );

    private static string Time(SandboxMail mail) =>
        mail.ReceivedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Query(string? code) => string.IsNullOrEmpty(code) ? "" : "?code=" + Uri.EscapeDataString(code);

    private sealed class PageResult(string html) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'self'";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.CacheControl = "no-store";
            return response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
