using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Writes down one step of a claim, return or request; at its end, what operations were reminded of is done. Keyed by the case's sequence.
/// </summary>
public sealed class RecordCase(OrderStore orders, OpsAlerts alerts)
{
    [Function(nameof(RecordCase))]
    public async Task RunAsync([ActivityTrigger] CaseStep step, CancellationToken cancellation)
    {
        var stored =
            await orders.FindCaseAsync(step.OrderId, step.Kind, step.CaseId, cancellation)
            ?? throw new UnreachableException("A case that is taken up is stored.");
        await orders.RecordCaseAsync(
            new CaseProgress(step.OrderId, step.On(stored))
            {
                DecidedAt = step.DecidedAt,
                Timeline = step.Timeline,
                Mails = step.Mails,
                Handled = step.Handled,
                Promises = step.Promises,
            },
            cancellation
        );
        await alerts.ResolveAsync(step.EndedAlerts, cancellation: cancellation);
        if (step.EndedAt is not null)
            await alerts.ResolveAsync(CaseAlerts.KeysOf(step.Kind, step.CaseId), "It was answered.", cancellation);
    }
}
