using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Writes down one step of a claim, return or request. Keyed by the case's sequence.</summary>
public sealed class RecordCase(OrderStore orders)
{
    [Function(nameof(RecordCase))]
    public Task RunAsync([ActivityTrigger] CaseProgress progress, CancellationToken cancellation) => orders.RecordCaseAsync(progress, cancellation);
}
