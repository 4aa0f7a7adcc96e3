using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Background;

/// <summary>
/// Queues what is due for the storefront and that nobody has taken up: a long pause is over, a message was lost, or a process died. Of an
/// endpoint that fails only a few at a time, so that the queue stays short for the others; nothing to do without endpoints.
/// </summary>
public sealed class StorefrontSweep(EndpointStore endpoints, StorefrontLanes lanes, ILogger<StorefrontSweep> log)
{
    private const int Most = 500;
    private const int MostFailing = 20;

    [Function(nameof(StorefrontSweep))]
    public async Task RunAsync([TimerTrigger("10/20 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;

        // Those too that are switched off or deleted: what waits for them is taken off.
        foreach (var endpoint in await endpoints.ListAsync(cancellation))
        {
            var swept = await lanes.SweepAsync(endpoint.Id, MostOf(endpoint), cancellation);
            if (swept > 0)
                log.LogInformation("{Swept} orders that are due at endpoint {EndpointId} are queued.", swept, endpoint.Id);
        }
    }

    private static int MostOf(StorefrontEndpoint endpoint) => endpoint is { IsOpen: true, FailingSince: not null } ? MostFailing : Most;
}
