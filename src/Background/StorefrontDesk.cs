using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>Delivers what this process's orders have just told the storefront. Each next try comes by the queue, or by the sweep.</summary>
public sealed class StorefrontDesk(Tray<LaneWork> tray, StorefrontDelivery delivery, ILogger<StorefrontDesk> log)
    : Desk<LaneWork>(tray, log)
{
    /// <summary>Tries what is due.</summary>
    public async Task HandleAsync(LaneWork work, CancellationToken cancellation)
    {
        using var span = Signals
            .Continue("tell storefront", work.Trace)
            ?.SetTag("order.id", work.OrderId)
            .SetTag("endpoint.id", work.EndpointId);
        await delivery.DeliverAsync(work, cancellation);
    }

    protected override Task DoAsync(LaneWork work) => HandleAsync(work, CancellationToken.None);

    protected override string NameOf(LaneWork work) => $"What order {work.OrderId} tells endpoint {work.EndpointId}";
}
