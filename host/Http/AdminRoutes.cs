using System.Text.Json;
using System.Text.Json.Serialization;
using LocalHost.Functions;
using LocalHost.Jobs;
using LocalHost.Worker;

namespace LocalHost.Http;

/// <summary>What operators ask of a host: which functions it has, and to run one of them now.</summary>
internal static class AdminRoutes
{
    public static void MapAdmin(
        this IEndpointRouteBuilder routes,
        AccessKeys keys,
        HostState state,
        WorkerSupervisor workers,
        JobsHost jobs,
        IReadOnlyList<FunctionDescription> functions
    )
    {
        var admin = routes
            .MapGroup("/admin")
            .AddEndpointFilter(
                async (call, next) =>
                {
                    if (keys.AllowsAdmin(call.HttpContext.Request))
                        return await next(call);
                    await Problems.UnauthorizedAsync(call.HttpContext, "the key FunctionKeys:_master");
                    return Results.Empty;
                }
            );
        admin.MapGet(
            "host/status",
            () =>
                TypedResults.Json(
                    new { state = state.Reason is null ? "Running" : state.Reason, workerProcessId = workers.Current?.ProcessId }
                )
        );
        admin.MapGet(
            "functions",
            () => TypedResults.Json(functions.Select(function => new { name = function.Name, trigger = function.Trigger.Type }))
        );
        admin.MapPost(
            "functions/{name}",
            IResult (string name, Input? body) =>
            {
                if (
                    functions.FirstOrDefault(function => string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase))
                    is not { } function
                )
                    return TypedResults.NotFound();
                if (function.Trigger.Type is not ("queuetrigger" or "timertrigger"))
                    return TypedResults.Problem(
                        "Queue and timer functions can be run by hand; others have calls of their own.",
                        statusCode: StatusCodes.Status400BadRequest
                    );
                jobs.Run(function.Name, function.Trigger.Name, body?.Text);
                return TypedResults.Accepted((string?)null);
            }
        );
    }

    /// <summary>What the function is given: a message's text; a timer needs none.</summary>
    internal sealed record Input([property: JsonPropertyName("input")] JsonElement? Value)
    {
        public string? Text =>
            Value is { } value
                ? value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : value.GetRawText()
                : null;
    }
}
