using System.Diagnostics.CodeAnalysis;
using LocalHost.Functions;
using LocalHost.Jobs;
using LocalHost.Worker;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using Yarp.ReverseProxy.Forwarder;

namespace LocalHost.Http;

/// <summary>Gives each HTTP function its route.</summary>
internal sealed class FunctionRoutes(AccessKeys keys, HostState state, WorkerSupervisor workers, JobsHost jobs)
{
    /// <exception cref="HostStartException">A route is not one.</exception>
    public void Map(IEndpointRouteBuilder routes, IEnumerable<FunctionDescription> functions, string prefix)
    {
        foreach (var function in functions.Where(function => function.Trigger.Type == "httptrigger"))
        {
            var pattern = Parse(function, $"{prefix}/{(function.Trigger["route"] ?? function.Name).TrimStart('/')}");
            Task AnswerOneAsync(HttpContext http) => AnswerAsync(http, function);
            var route = function.Trigger.List("methods") is { Count: > 0 } methods
                ? routes.MapMethods(pattern, methods.Select(method => method.ToUpperInvariant()), AnswerOneAsync)
                : routes.Map(pattern, AnswerOneAsync);
            route.WithDisplayName(function.Name);
        }
    }

    private static string Parse(FunctionDescription function, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route.Trim('/')).RawText!;
        }
        catch (RoutePatternException e)
        {
            throw new HostStartException($"Function '{function.Name}' has a route that is not one ({route}): {e.Message}", e);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The last stop of a request; the WebJobs SDK has logged the failure, and the caller is told without details."
    )]
    private async Task AnswerAsync(HttpContext http, FunctionDescription function)
    {
        if (!keys.AllowsFunction(http.Request, function.Trigger["authLevel"]))
        {
            await Problems.UnauthorizedAsync(http, "a function key");
            return;
        }

        if (state.Reason is { } reason)
        {
            await Problems.UnavailableAsync(http, reason);
            return;
        }

        if (workers.Current is null)
        {
            await Problems.UnavailableAsync(http, "The worker starts.");
            return;
        }

        if (http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            await Problems.TooLargeAsync(http);
            return;
        }

        try
        {
            await jobs.CallAsync(function.Name, new Dictionary<string, object> { [function.Trigger.Name] = http }, http.RequestAborted);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception e) when (e.GetBaseException() is WorkerProcessExitException)
        {
            await Problems.UnavailableAsync(http, "The worker ended while it served this call.");
        }
        catch (Exception)
        {
            if (
                http.GetForwarderErrorFeature()?.Exception?.GetBaseException() is BadHttpRequestException
                {
                    StatusCode: StatusCodes.Status413PayloadTooLarge
                }
            )
                await Problems.TooLargeAsync(http);
            else
                await Problems.FailedAsync(http);
        }
    }
}
