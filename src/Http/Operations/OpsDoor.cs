using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// Lets nobody into the functions of operations who does not hold their key. A function is one of theirs by its route, which it cannot be
/// reached without; one that this app does not know takes the key as well.
/// </summary>
public sealed class OpsDoor(OpsKey key) : IFunctionsWorkerMiddleware
{
    private const string Prefix = "ops";

    /// <summary>By name, whether an HTTP function of this app is for operations.</summary>
    private static readonly FrozenDictionary<string, bool> _functions = HttpFunctions()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly Problem _unauthorized = new(
        "urn:orders:unauthorized",
        StatusCodes.Status401Unauthorized,
        "This call needs the key of operations."
    );

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        var isHttp = _functions.TryGetValue(context.FunctionDefinition.Name, out var forOperations);
        if (http is null && isHttp && forOperations)
            throw new InvalidOperationException(
                $"Function {context.FunctionDefinition.Name} is for operations, and its caller cannot be seen."
            );
        if (http is not null && (forOperations || !isHttp) && !key.IsHeldBy(http.Request))
            await _unauthorized.ExecuteAsync(http);
        else
            await next(context);
    }

    private static IEnumerable<KeyValuePair<string, bool>> HttpFunctions() =>
        from type in typeof(OpsDoor).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        where trigger is not null
        select KeyValuePair.Create(
            function.Name,
            (trigger.Route ?? function.Name).TrimStart('/').Split('/')[0].Equals(Prefix, StringComparison.OrdinalIgnoreCase)
        );
}
