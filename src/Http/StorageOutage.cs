using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http;

/// <summary>
/// What callers get while the storage account does not answer: 503 with Retry-After, soon, whatever the route. Only so many requests are
/// let in at once, and few of them while storage is away (those find out when it is back), so that a stall costs neither memory nor the
/// callers' patience.
/// </summary>
public sealed class StorageOutage(StorageHealth health, ILogger<StorageOutage> logger) : IFunctionsWorkerMiddleware
{
    private const int MostAtOnce = 512;
    private const int MostWhileAway = 16;

    // These say how storage is, and have their own patience.
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal)
    {
        nameof(HealthLive),
        nameof(HealthReady),
        nameof(ShowOpenApi),
    };

    private int _requests;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || Open.Contains(context.FunctionDefinition.Name))
        {
            await next(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _requests) > (health.IsAway ? MostWhileAway : MostAtOnce))
                await Problem.Unavailable.ExecuteAsync(http);
            else
                await AnswerAsync(context, http, next);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    private async Task AnswerAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!http.Response.HasStarted && StorageFailure.IsOutage(e, http.RequestAborted))
        {
            logger.LogWarning(
                "Function {Function} got no answer from storage: {Error}.",
                context.FunctionDefinition.Name,
                e.GetType().Name
            );
            await Problem.Unavailable.ExecuteAsync(http);
        }
        catch (InstanceNotStartedException e) when (!http.Response.HasStarted)
        {
            logger.LogWarning("Function {Function} came too early: {Error}", context.FunctionDefinition.Name, e.Message);
            await Problem.Unavailable.ExecuteAsync(http);
        }
    }
}
