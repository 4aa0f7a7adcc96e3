using Azure.Storage.Queues;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// Lets sandbox orders walk by themselves, one step each <c>Sandbox:Pace</c>; each step is a delayed message, so that it survives a
/// restart.
/// </summary>
public sealed class Autopilot(QueueServiceClient queues, SandboxSettings settings)
{
    /// <summary>The scans of a parcel's road, in order.</summary>
    public static IReadOnlyList<(ParcelStatus Status, string Place)> Road { get; } =
    [
        (ParcelStatus.PickedUp, "Shenzhen"),
        (ParcelStatus.InTransit, "Guangzhou"),
        (ParcelStatus.OutForDelivery, "Destination"),
        (ParcelStatus.Delivered, "Destination"),
    ];

    /// <summary>The rest of the road once a parcel is brought back.</summary>
    public static IReadOnlyList<(ParcelStatus Status, string Place)> RoadBack { get; } =
    [(ParcelStatus.Returning, "Guangzhou"), (ParcelStatus.Returned, "Shenzhen")];

    private readonly QueueClient _queue = queues.GetQueueClient(AutopilotMessage.Queue);

    /// <summary>A payment was asked for: it will be paid. Nothing unless the autopilot is on.</summary>
    public Task PaymentRequestedAsync(string orderId, Money due, string reference, CancellationToken cancellation) =>
        NextAsync(new("pay", orderId, null, 0, due, reference), cancellation);

    /// <summary>A parcel was booked: it will be carried. Nothing unless the autopilot is on.</summary>
    public Task BookedAsync(string waybill, CancellationToken cancellation) => NextAsync(new("scan", "", waybill, 0, null), cancellation);

    /// <summary>The step after this one's pace.</summary>
    public async Task NextAsync(AutopilotMessage message, CancellationToken cancellation)
    {
        if (settings.Autopilot)
            await _queue.SendAsync(message, settings.Pace, cancellation);
    }
}
