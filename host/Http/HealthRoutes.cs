using LocalHost.Worker;

namespace LocalHost.Http;

/// <summary>The host's own health: alive at all, and ready to serve. Open, and telling no more than that.</summary>
internal static class HealthRoutes
{
    public const string Live = "/runtime/health/live";
    public const string Ready = "/runtime/health/ready";

    public static void MapHealth(this IEndpointRouteBuilder routes, HostState state, WorkerSupervisor workers)
    {
        routes.MapGet(Live, () => TypedResults.Json(new { status = "live" }));
        routes.MapGet(
            Ready,
            () =>
            {
                var failing = state.Reason ?? (workers.Current is null ? "The worker starts." : null);
                return TypedResults.Json(
                    new { status = failing is null ? "ready" : "not ready", failing },
                    statusCode: failing is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
                );
            }
        );
    }
}
