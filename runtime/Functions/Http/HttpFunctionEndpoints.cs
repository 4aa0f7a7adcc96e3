using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Http;

/// <summary>Gives each HTTP function its route.</summary>
internal static class HttpFunctionEndpoints
{
    /// <exception cref="HostStartException">A route is not one.</exception>
    public static void MapFunctions(
        this IEndpointRouteBuilder routes,
        FunctionCatalog catalog,
        string prefix,
        FunctionInvoker invoker,
        FunctionKeys keys,
        HostState state,
        ILogger logger)
    {
        foreach (var (function, trigger) in catalog.TriggeredBy<HttpTriggerAttribute>())
        {
            var answer = new HttpFunction(function, trigger.AuthLevel, invoker, keys, state, logger);
            var pattern = Parse(function, $"{prefix.Trim('/')}/{(trigger.Route ?? function.Name).TrimStart('/')}");
            var endpoint = trigger.Methods is { Length: > 0 } methods
                ? routes.MapMethods(pattern.RawText!, methods.Select(method => method.ToUpperInvariant()), answer.AnswerAsync)
                : routes.Map(pattern, answer.AnswerAsync);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private static RoutePattern Parse(FunctionDescriptor function, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route.Trim('/'));
        }
        catch (RoutePatternException e)
        {
            throw new HostStartException($"Function '{function.Name}' has a route that is not one ({route}): {e.Message}", e);
        }
    }
}
