using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Background;

/// <summary>
/// Deletes what the log of deliveries holds beyond its time, and then the endpoints that were deleted before it; seals secrets anew that
/// stand under an older master key. It reads what it deletes, and no more.
/// </summary>
public sealed class StorefrontCleanup(EndpointStore endpoints, DeliveryLog journal, TimeProvider clock, ILogger<StorefrontCleanup> log)
{
    [Function(nameof(StorefrontCleanup))]
    public async Task RunAsync([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        var before = clock.GetUtcNow() - DeliveryLog.Kept;
        foreach (var endpoint in await endpoints.ListAsync(cancellation))
        {
            if (await journal.SweepAsync(endpoint.Id, before, cancellation) is > 0 and var swept)
                log.LogInformation("{Swept} deliveries to endpoint {EndpointId} were old, and are deleted.", swept, endpoint.Id);
            if (endpoint.DeletedAt < before)
                await endpoints.RemoveAsync(endpoint.Id, cancellation);
        }

        await endpoints.ResealAsync(cancellation);
    }
}
