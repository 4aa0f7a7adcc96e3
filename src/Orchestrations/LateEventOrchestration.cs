using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// An event that came after its orchestration had ended: money goes back in full, scans are stored and not applied. Started by the webhook pump, one instance per event.
/// </summary>
public static class LateEventOrchestration
{
    [Function(nameof(LateEventOrchestration))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var late = context.GetInput<LateEvent>() ?? throw new InvalidOperationException("A late-event orchestration starts with its event.");
        if (late.Payment is { } payment && await context.CallActivityAsync<bool>(nameof(RecordLatePayment), new LatePayment(late.OrderId, payment), Retries.Storage))
        {
            await context.CallActivityAsync(nameof(RefundPayment), new Refund(late.OrderId, $"late:{payment.EventId}", payment.Amount), Retries.Partner);
        }

        await context.CallActivityAsync(nameof(SettleLateEvent), late, Retries.Storage);
    }
}
