using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of a parcel that no other activity takes along. Answers with the parcel as it is stored, if another execution of
/// its shipment has brought it further.
/// </summary>
public sealed class RecordParcel(StepRecorder steps)
{
    [Function(nameof(RecordParcel))]
    public Task<ParcelState?> RunAsync([ActivityTrigger] ParcelProgress progress, CancellationToken cancellation) =>
        steps.WriteAsync(progress, cancellation);
}
