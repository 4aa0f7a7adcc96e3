using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Bench.Floor;

/// <summary>Begins empty orders, tells them of events, and says when they have come to a step.</summary>
public sealed class HttpFace
{
    [Function(nameof(Ready))]
    public IResult Ready([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request)
    {
        _ = request;
        return TypedResults.NoContent();
    }

    [Function(nameof(Start))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "empty-orders")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = request;
        return TypedResults.Text(await client.ScheduleNewOrchestrationInstanceAsync(nameof(EmptyOrder), cancellation));
    }

    [Function(nameof(Tell))]
    public async Task<IResult> Tell(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "empty-orders/{id}/events/{name}")] HttpRequest request,
        string id,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = request;
        await client.RaiseEventAsync(id, name, name, cancellation);
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>Answers when the step's activity has run.</summary>
    [Function(nameof(Reached))]
    public async Task<IResult> Reached(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "empty-orders/{id}/steps/{step}")] HttpRequest request,
        string id,
        string step,
        CancellationToken cancellation
    )
    {
        _ = request;
        await Signals.Of(id, step).Task.WaitAsync(cancellation);
        Signals.Forget(id, step);
        return TypedResults.NoContent();
    }
}
