using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Writes down one step of an order: state, timeline, ledger and owed mails in one transaction. Keyed by the state's sequence.</summary>
public sealed class RecordProgress(OrderStore orders)
{
    [Function(nameof(RecordProgress))]
    public Task RunAsync([ActivityTrigger] Progress progress, CancellationToken cancellation) => orders.RecordAsync(progress, cancellation);
}
