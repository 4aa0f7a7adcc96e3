using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Writes down one step of a parcel. Keyed by the parcel's sequence.</summary>
public sealed class RecordParcel(OrderStore orders)
{
    [Function(nameof(RecordParcel))]
    public Task RunAsync([ActivityTrigger] ParcelProgress progress, CancellationToken cancellation) => orders.RecordParcelAsync(progress, cancellation);
}
