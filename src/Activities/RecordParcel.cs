using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of a parcel. Keyed by the parcel's sequence. Answers with the parcel as it is stored, if another execution of its
/// shipment has brought it further.
/// </summary>
public sealed class RecordParcel(OrderStore orders)
{
    [Function(nameof(RecordParcel))]
    public Task<ParcelState?> RunAsync([ActivityTrigger] ParcelProgress progress, CancellationToken cancellation) =>
        orders.RecordParcelAsync(progress, cancellation);
}
