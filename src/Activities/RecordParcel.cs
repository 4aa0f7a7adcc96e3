using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of a parcel. Keyed by the parcel's sequence. Answers with the parcel as it is stored, if another execution of its
/// shipment has brought it further.
/// </summary>
public sealed class RecordParcel(OrderStore orders, OpsAlerts alerts)
{
    [Function(nameof(RecordParcel))]
    public async Task<ParcelState?> RunAsync([ActivityTrigger] ParcelProgress progress, CancellationToken cancellation)
    {
        var further = await orders.RecordParcelAsync(progress, cancellation);
        await alerts.ResolveAsync(progress.EndedAlerts, cancellation: cancellation);
        return further;
    }
}
