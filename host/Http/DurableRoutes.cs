using LocalHost.Jobs;

namespace LocalHost.Http;

/// <summary>
/// The HTTP management API of Durable Functions, which the official extension serves; ours are the key and the way to it.
/// </summary>
internal static class DurableRoutes
{
    public const string Base = "/runtime/webhooks/durabletask";

    public static void MapDurable(this IEndpointRouteBuilder routes, AccessKeys keys, HostState state, JobsHost jobs) =>
        routes.Map(
            $"{Base}/{{**rest}}",
            async http =>
            {
                if (!keys.AllowsSystem(http.Request))
                    await Problems.UnauthorizedAsync(http, "the key SystemKeys:durabletask");
                else if (state.Reason is { } reason)
                    await Problems.UnavailableAsync(http, reason);
                else
                    await AnswerAsync(http, jobs);
            }
        );

    private static async Task AnswerAsync(HttpContext http, JobsHost jobs)
    {
        using var request = ToMessage(http.Request);
        using var response = await jobs.ManageAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        var headers = response.Content is null ? response.Headers : response.Headers.Concat(response.Content.Headers);
        foreach (
            var (name, values) in headers.Where(header =>
                !string.Equals(header.Key, "Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
            )
        )
            http.Response.Headers[name] = values.ToArray();
        if (response.Content is not null)
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static HttpRequestMessage ToMessage(HttpRequest request)
    {
        var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}"
        );
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
            message.Content = new StreamContent(request.Body);
        foreach (var (name, values) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return message;
    }
}
