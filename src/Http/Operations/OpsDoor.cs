using System.Collections.Frozen;
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
    private static readonly FrozenDictionary<string, bool> _functions = FunctionRoutes.All.ToFrozenDictionary(
        function => function.Key,
        function => function.Value.Split('/')[0].Equals(Prefix, StringComparison.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase
    );

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
}
