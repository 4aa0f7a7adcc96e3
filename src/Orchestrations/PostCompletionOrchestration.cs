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
        if (
            late.Payment is { } payment
            && await context.CallActivityAsync<PostCompletionMoney>(
                nameof(RecordPostCompletionPayment),
                new PostCompletionPayment(late.OrderId, payment),
                Retries.Storage
            )
                is { Back: { } back }
        )
        {
            var answer = await context.CallActivityAsync<RefundAnswer>(nameof(RefundPayment), back, Retries.Partner);
            if (answer.Status != RefundStatus.Settled)
            {
                var alert = new OpsAlertRequest(
                    RefundAlerts.Of(late.OrderId, back.Key),
                    RefundAlerts.KindOf(answer.Status),
                    late.OrderId,
                    $"{back.Amount} is the customer's since the order's end, and is not yet back with them ({back.Key})."
                );
                await context.CallActivityAsync(nameof(RaiseOpsAlert), alert, Retries.Storage);
            }
        }

        await context.CallActivityAsync(nameof(SettlePostCompletionEvent), late, Retries.Storage);
        return "settled";
    }
}
