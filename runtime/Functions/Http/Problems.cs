using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LocalRuntime.Functions.Http;

/// <summary>Answers of the host itself, as RFC 9457 problems.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext http, int status, string title, string? detail = null, IDictionary<string, string[]>? errors = null)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        var extensions = new Dictionary<string, object?> { ["traceId"] = TraceId(http) };
        if (errors is not null)
            extensions["errors"] = errors;
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions).ExecuteAsync(http);
    }

    /// <summary>What finds a request's log lines and spans.</summary>
    public static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
}
