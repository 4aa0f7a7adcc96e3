using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The host's own health: alive at all, and ready to serve. Open, and telling no more than that.</summary>
internal static class HealthEndpoints
{
    public const string Live = "/runtime/health/live";
    public const string Ready = "/runtime/health/ready";

    public static void MapHealth(this IEndpointRouteBuilder routes, HostState state)
    {
        routes.MapGet(Live, () => TypedResults.Json(new { status = "live" }));
        routes.MapGet(Ready, () => state.IsReady
            ? TypedResults.Json(new { status = "ready", failing = (string?)null })
            : TypedResults.Json(new { status = "not ready", failing = (string?)state.Reason }, statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
