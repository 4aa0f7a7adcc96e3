using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Activities;

/// <summary>Writes down one step of an order that no other activity takes along.</summary>
public sealed class RecordProgress(StepRecorder steps)
{
    [Function(nameof(RecordProgress))]
    public Task RunAsync([ActivityTrigger] Progress progress, CancellationToken cancellation) => steps.WriteAsync(progress, cancellation);
}
