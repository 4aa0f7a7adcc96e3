using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>
/// A storefront that names its customer (<c>?customerId=</c>) reaches that customer's orders only: another's is not there, whatever is
/// asked of it.
/// </summary>
public sealed class CustomerDoor(OrderStore orders) : IFunctionsWorkerMiddleware
{
    private const string CustomerId = "customerId";
    private const string OrderId = "orderId";

    /// <summary>The functions that are about one order.</summary>
    private static readonly FrozenSet<string> _functions = FunctionRoutes
        .All.Where(function => function.Value.StartsWith($"orders/{{{OrderId}}}", StringComparison.OrdinalIgnoreCase))
        .Select(function => function.Key)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (
            context.GetHttpContext() is { } http
            && _functions.Contains(context.FunctionDefinition.Name)
            && http.Request.Query.TryGetValue(CustomerId, out var customer)
        )
        {
            var orderId =
                http.GetRouteValue(OrderId) as string
                ?? throw new InvalidOperationException($"Function {context.FunctionDefinition.Name} is about an order, and names none.");
            if (await orders.FindCustomerAsync(orderId, http.RequestAborted) is not { } owner || customer != owner)
            {
                await Problem.NotFound("order").ExecuteAsync(http);
                return;
            }
        }

        await next(context);
    }
}
