using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Bench.Floor;

/// <summary>What an order waits for, with seven activities between that do nothing.</summary>
public static class EmptyOrder
{
    private const string AwaitingPayment = "awaiting_payment";
    private const string Booked = "booked";
    private const string Delivered = "delivered";

    [Function(nameof(EmptyOrder))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await StepAsync("reviewed");
        await StepAsync(AwaitingPayment);
        await context.WaitForExternalEvent<string>("paid");
        await StepAsync("reserved");
        await StepAsync(Booked);
        await context.WaitForExternalEvent<string>("picked_up");
        await StepAsync("shipped");
        await context.WaitForExternalEvent<string>(Delivered);
        await StepAsync("told");
        await StepAsync(Delivered);

        Task StepAsync(string name) => context.CallActivityAsync(nameof(Step), name);
    }

    [Function(nameof(Step))]
    public static void Step([ActivityTrigger] string name, string instanceId)
    {
        if (name is AwaitingPayment or Booked or Delivered)
            Signals.Of(instanceId, name).TrySetResult();
    }
}
