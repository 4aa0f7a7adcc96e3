using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of an order: state, timeline, ledger and owed mails in one transaction; then it closes the alerts whose cause
/// is gone. Keyed by the state's sequence.
/// </summary>
public sealed class RecordProgress(OrderStore orders, OpsAlerts alerts, ILogger<RecordProgress> log)
{
    [Function(nameof(RecordProgress))]
    public async Task RunAsync([ActivityTrigger] Progress progress, CancellationToken cancellation)
    {
        await orders.RecordAsync(progress, cancellation);
        await alerts.ResolveAsync(progress.EndedAlerts, cancellation: cancellation);
        log.LogInformation(
            "Order {OrderId}, step {Step}: {Status}",
            progress.OrderId,
            progress.State.Sequence,
            OrderJson.Name(progress.State.Status)
        );
    }
}
