using System.Diagnostics.CodeAnalysis;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Management;

/// <summary>The official HTTP management API of Durable Functions: routes, and what stands before each of them.</summary>
internal static class ManagementEndpoints
{
    public const string Base = "/runtime/webhooks/durabletask";

    public static void MapManagement(this IEndpointRouteBuilder routes, Func<ManagementApi> api, FunctionKeys keys, HostState state, ILogger logger)
    {
        // Made at the first call: a standby has no engine to ask yet.
        var lazy = new Lazy<ManagementApi>(api);
        Map("POST", "orchestrators/{name}/{id?}", (management, request) => management.StartAsync(request));
        Map("GET", "instances", (management, request) => management.ListAsync(request));
        Map("DELETE", "instances", (management, request) => management.PurgeManyAsync(request));
        Map("GET", "instances/{id}", (management, request) => management.GetAsync(request));
        Map("DELETE", "instances/{id}", (management, request) => management.PurgeAsync(request));
        Map("POST", "instances/{id}/raiseEvent/{name}", (management, request) => management.RaiseEventAsync(request));
        Map("POST", "instances/{id}/terminate", (management, request) => management.TerminateAsync(request));
        Map("POST", "instances/{id}/suspend", (management, request) => management.SuspendAsync(request));
        Map("POST", "instances/{id}/resume", (management, request) => management.ResumeAsync(request));
        Map("POST", "instances/{id}/rewind", (management, request) => management.RewindAsync(request));
        Map("POST", "instances/{id}/restart", (management, request) => management.RestartAsync(request));

        void Map(string method, string route, Func<ManagementApi, ManagementRequest, Task<IResult>> answer) =>
            routes.MapMethods($"{Base}/{route}", [method], http => AnswerAsync(http, answer));

        Task AnswerAsync(HttpContext http, Func<ManagementApi, ManagementRequest, Task<IResult>> answer)
        {
            if (!keys.Allows(http.Request, AuthorizationLevel.System))
                return Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, "Unauthorized", "This call needs the key SystemKeys:durabletask as query parameter code.");
            return state.Serves
                ? GuardAsync(http, () => answer(lazy.Value, new ManagementRequest(http)), logger)
                : Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable", $"The host does not serve now: {state.Reason}.");
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The last stop of a request: logged here, and told to the caller without details.")]
    private static async Task GuardAsync(HttpContext http, Func<Task<IResult>> answer, ILogger logger)
    {
        try
        {
            await (await answer()).ExecuteAsync(http);
        }
        catch (RequestException e)
        {
            await Problems.WriteAsync(http, e.Status, "Bad request", e.Message, new Dictionary<string, string[]> { [e.Field] = [e.Message] });
        }
        catch (BadHttpRequestException e)
        {
            await Problems.WriteAsync(http, e.StatusCode, "Bad request", e.Message);
        }
        catch (HubUnavailableException e)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable", e.Message);
        }
        catch (NotSupportedException e)
        {
            await Problems.WriteAsync(http, StatusCodes.Status501NotImplemented, "Not supported", e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            await Problems.WriteAsync(http, e is ArgumentException ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict, "Refused", e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Management call failed; trace {TraceId}", Problems.TraceId(http));
            await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal server error");
        }
    }
}
