using System.Diagnostics;

namespace LocalHost.Http;

/// <summary>Answers of the host itself, as RFC 9457 problems.</summary>
internal static class Problems
{
    public static Task UnauthorizedAsync(HttpContext http, string key) =>
        WriteAsync(
            http,
            StatusCodes.Status401Unauthorized,
            "Unauthorized",
            $"This call needs {key} as header x-functions-key or as query parameter code."
        );

    public static Task UnavailableAsync(HttpContext http, string why) =>
        WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable", why);

    public static Task TooLargeAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status413PayloadTooLarge, "Content too large", detail: null);

    public static Task FailedAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal server error", detail: null);

    private static Task WriteAsync(HttpContext http, int status, string title, string? detail)
    {
        // Half of an answer cannot be taken back; the caller must see that it is not whole.
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        var traceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        return TypedResults
            .Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["traceId"] = traceId })
            .ExecuteAsync(http);
    }
}
