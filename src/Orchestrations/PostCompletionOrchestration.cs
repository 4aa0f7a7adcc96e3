using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// An event that came after its orchestration had ended: money goes back in full, scans are stored and not applied. Started by the webhook
/// pump, one instance per event.
/// </summary>
public static class PostCompletionOrchestration
{
    [Function(nameof(PostCompletionOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var late =
            context.GetInput<PostCompletionEvent>()
            ?? throw new InvalidOperationException("A post-completion orchestration starts with its event.");
        var back = late.Payment is { } payment ? await GiveBackAsync(context, late.OrderId, payment) : null;
        await context.CallActivityAsync(nameof(SettlePostCompletionEvent), new PostCompletionOutcome(late, back), Retries.Storage);
        return "settled";
    }

    /// <summary>Asks back what of late money is the customer's; what does not get there by itself is a task for operations.</summary>
    private static async Task<RefundState?> GiveBackAsync(TaskOrchestrationContext context, string orderId, PaymentUpdate payment)
    {
        var money = await context.CallActivityAsync<PostCompletionMoney>(
            nameof(RecordPostCompletionPayment),
            new PostCompletionPayment(orderId, payment),
            Retries.Storage
        );
        if (money.Back is not { } refund)
        {
            return null;
        }

        var answer = await RefundCall.RunAsync(context, refund);
        if (answer.Status != RefundStatus.Settled)
        {
            var alert = new OpsAlertRequest(
                RefundAlerts.Of(orderId, refund.Key),
                RefundAlerts.KindOf(answer.Status),
                orderId,
                $"{refund.Amount} is the customer's since the order's end, and is not yet back with them ({refund.Key})."
            );
            await context.CallActivityAsync(nameof(RaiseOpsAlert), alert, Retries.Storage);
        }

        return new RefundState(refund.Key, refund.Amount, answer.Status, answer.Reference, new(context.CurrentUtcDateTime, TimeSpan.Zero));
    }
}
