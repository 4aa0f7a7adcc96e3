using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Operations;

/// <summary><c>GET /api/ops/work</c>: one queue of work, or how long each is.</summary>
public sealed class ListWork(WorkQueues work)
{
    [Function(nameof(ListWork))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/work")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        if (request.Query["queue"].ToString() is not { Length: > 0 } named)
        {
            var queues = await Task.WhenAll(
                Enum.GetValues<WorkQueue>().Select(async queue => (Queue: queue, Items: await work.ListAsync(queue, cancellation)))
            );
            return Json.Ok(
                new
                {
                    Queues = queues.Select(queue => new
                    {
                        queue.Queue,
                        queue.Items.Count,
                        NextDueBy = queue.Items.Min(item => item.DueBy),
                    }),
                }
            );
        }

        return OrderJson.TryParse<WorkQueue>(named, out var wanted)
            ? Json.Ok(new { Queue = wanted, Items = await work.ListAsync(wanted, cancellation) })
            : Problem.Invalid("queue", $"Should be one of {string.Join(", ", Enum.GetValues<WorkQueue>().Select(OrderJson.Name))}.");
    }
}
