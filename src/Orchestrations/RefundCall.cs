using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Orchestrations;

/// <summary>Has the payment provider give money back, during an order or after its end.</summary>
internal static class RefundCall
{
    /// <summary>Refunds an amount in as many refunds as it takes, each of what the one before it left over.</summary>
    /// <param name="refund">Makes one of at most so much, under a key, and says how much it is of.</param>
    public static async Task InPartsAsync(Money amount, string key, Func<Money, string, Task<Money>> refund)
    {
        var rest = amount - await refund(amount, key);
        for (var part = 2; rest.Amount > 0; part++)
        {
            rest -= await refund(rest, RefundEntries.PartKey(key, part));
        }
    }

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
