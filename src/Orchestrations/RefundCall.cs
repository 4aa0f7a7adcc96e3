using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Orchestrations;

/// <summary>Has the payment provider give money back, during an order or after its end.</summary>
internal static class RefundCall
{
    /// <returns>What became of it; failed if the provider would not, or did not answer for half a day.</returns>
    public static async Task<RefundAnswer> RunAsync(TaskOrchestrationContext context, Refund refund)
    {
        try
        {
            return await context.CallActivityAsync<RefundAnswer>(nameof(RefundPayment), refund, Retries.Partner);
        }
        catch (TaskFailedException)
        {
            // Every attempt went under the same key: whether the company made it is for a person to find out.
            return new RefundAnswer(RefundStatus.Failed, null);
        }
    }
}
