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
        var money = late.Payment is { } payment
            ? await context.CallActivityAsync<PostCompletionMoney>(
                nameof(RecordPostCompletionPayment),
                new PostCompletionPayment(late.OrderId, payment),
                Retries.Storage
            )
            : new PostCompletionMoney();
        var back =
            money.Back is { } refund ? await GiveBackAsync(context, refund, money.Doubt)
            : money is { Again: { } again, Returned: { } returned } ? await OweAgainAsync(context, late.OrderId, again, returned)
            : null;
        await context.CallActivityAsync(
            nameof(SettlePostCompletionEvent),
            new PostCompletionOutcome(late, back) { Confirmed = money.Confirmed },
            Retries.Storage
        );
        return "settled";
    }

    /// <summary>A refund came back: how the customer gets it now is for a person to say.</summary>
    private static async Task<RefundState> OweAgainAsync(
        TaskOrchestrationContext context,
        string orderId,
        RefundState again,
        RefundState returned
    )
    {
        await AlertAsync(context, orderId, again, RefundAlerts.ReturnedText(returned));
        return again;
    }

    /// <summary>Asks back what of late money is the customer's; what does not get there by itself is a task for operations.</summary>
    /// <returns>The first refund that it takes.</returns>
    private static async Task<RefundState> GiveBackAsync(TaskOrchestrationContext context, Refund refund, string? doubt)
    {
        RefundState? first = null;
        await RefundCall.InPartsAsync(
            refund.Amount,
            refund.Key,
            async (amount, key) =>
            {
                var made = await GivePartBackAsync(context, refund with { Key = key, Amount = amount }, doubt);
                first ??= made;
                return made.Amount;
            }
        );
        return first!;
    }

    private static async Task<RefundState> GivePartBackAsync(TaskOrchestrationContext context, Refund refund, string? doubt)
    {
        var answer =
            doubt is null || refund.InKind
                ? await RefundCall.RunAsync(context, refund with { IsDoubted = doubt is not null })
                : new RefundAnswer(RefundStatus.Failed, null);
        var at = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
        var made = new RefundState(refund.Key, answer.Amount ?? refund.Amount, answer.Status, answer.Reference, at) { Link = answer.Link };
        if (made.Status != RefundStatus.Settled)
        {
            await AlertAsync(
                context,
                refund.OrderId,
                made,
                $"{made.Amount} is the customer's since the order's end, and is not yet back with them ({made.Key})."
                    + (doubt is null ? "" : $" First find out what is still owed: {doubt}.")
            );
        }

        return made;
    }

    private static Task AlertAsync(TaskOrchestrationContext context, string orderId, RefundState refund, string text) =>
        context.CallActivityAsync(
            nameof(RaiseOpsAlert),
            new OpsAlertRequest(RefundAlerts.Of(orderId, refund.Key), RefundAlerts.KindOf(refund.Status), orderId, text),
            Retries.Storage
        );
}
