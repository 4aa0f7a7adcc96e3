using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Background;

/// <summary>
/// Delivers what the desk of the process that told it could not, or what is due again. A message that fails is not given back to the queue:
/// the lane's row is the truth, and the sweep queues it when it is overdue.
/// </summary>
public sealed class StorefrontCourier(StorefrontDesk desk, ILogger<StorefrontCourier> log)
{
    [Function(nameof(StorefrontCourier))]
    public async Task RunAsync([QueueTrigger(StorefrontLanes.Queue)] string text, CancellationToken cancellation)
    {
        var work = JsonSerializer.Deserialize<LaneWork>(text, OrderJson.Options) ?? throw new JsonException("The message is empty.");
        try
        {
            await desk.HandleAsync(work, cancellation);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Order {OrderId} could not tell endpoint {EndpointId}; the sweep queues it.", work.OrderId, work.EndpointId);
        }
    }
}
