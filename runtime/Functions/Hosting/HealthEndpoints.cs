using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The host's own health: alive at all, and ready to serve. Open, and telling no more than that.</summary>
internal static class HealthEndpoints
{
    public const string Live = "/runtime/health/live";
    public const string Ready = "/runtime/health/ready";

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes, HostState state, StorageStarter storage)
    {
        routes.MapGet(Live, () => TypedResults.Json(new { status = "live" }));
        routes.MapGet(Ready, async (CancellationToken cancellation) =>
        {
            // A host that lost its hub because storage does not answer stands by, and that is not the reason.
            var asks = state.IsReady || state.Reason == HostState.Standby;
            var failing = asks && !await AnswersAsync(storage, cancellation) ? "storage" : state.IsReady ? null : state.Reason;
            return TypedResults.Json(
                new { status = failing is null ? "ready" : "not ready", failing },
                statusCode: failing is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    private static async Task<bool> AnswersAsync(StorageStarter storage, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ProbeTimeout);
        try
        {
            return storage.Storage is { } account && await account.AnswersAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
