using Microsoft.AspNetCore.Http;

namespace Orders.Functions.Http.Pages;

/// <summary>A page that nobody keeps, frames, or runs anything in.</summary>
internal sealed class PageResult(int status, string html, string styleHash) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        Protect(response);
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        return response.WriteAsync(html, httpContext.RequestAborted);
    }

    /// <summary>The link is the key: it goes into no cache, to no other site and into no search.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}
