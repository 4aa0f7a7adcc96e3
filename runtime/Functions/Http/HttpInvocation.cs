namespace LocalRuntime.Functions.Http;

/// <summary>One HTTP request's run of a function.</summary>
internal static class HttpInvocation
{
    /// <summary>Where the official package keeps the HttpContext among the run's items.</summary>
    public const string ItemKey = "HttpRequestContext";
}
