using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of an order or of a parcel: state, timeline, ledger and owed mails in one transaction; then it closes the alerts
/// whose cause is gone. Keyed by the state's sequence.
/// </summary>
public sealed class StepRecorder(OrderStore orders, OpsAlerts alerts, ILogger<StepRecorder> log)
{
    /// <param name="step">Null: nothing to write down.</param>
    /// <returns>False if it, or a later one, was written before.</returns>
    public async Task<bool> WriteAsync(Progress? step, CancellationToken cancellation)
    {
        if (step is null)
            return false;
        var isNew = await orders.RecordAsync(step, cancellation);
        await alerts.ResolveAsync(step.EndedAlerts, cancellation: cancellation);
        log.LogInformation("Order {OrderId}, step {Step}: {Status}", step.OrderId, step.State.Sequence, OrderJson.Name(step.State.Status));
        return isNew;
    }

    /// <returns>The parcel as it is stored, if another execution of its shipment has brought it further; else null.</returns>
    public async Task<ParcelState?> WriteAsync(ParcelProgress step, CancellationToken cancellation)
    {
        var further = await orders.RecordParcelAsync(step, cancellation);
        await alerts.ResolveAsync(step.EndedAlerts, cancellation: cancellation);
        return further;
    }
}
