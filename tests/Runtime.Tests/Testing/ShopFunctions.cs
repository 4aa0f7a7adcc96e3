using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Runtime.Tests.Testing;

/// <summary>A small order, as a function app writes it.</summary>
public sealed class ShopFunctions(ShopLedger ledger, TimeProvider time)
{
    [Function(nameof(Checkout))]
    public static async Task<string> Checkout([OrchestrationTrigger] TaskOrchestrationContext context, string order)
    {
        await context.CallActivityAsync(nameof(Record), $"{order} placed");
        try
        {
            await context.WaitForExternalEvent<decimal>("Paid", TimeSpan.FromHours(24));
        }
        catch (TaskCanceledException)
        {
            await context.CallActivityAsync(nameof(Record), $"{order} cancelled");
            return "cancelled";
        }

        await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None);
        await context.CallActivityAsync(nameof(Record), $"{order} closed");
        return "closed";
    }

    [Function(nameof(Record))]
    public Task Record([ActivityTrigger] string what)
    {
        ledger.Lines.Add($"{time.GetUtcNow():MM-dd HH:mm} {what}");
        return Task.CompletedTask;
    }
}

/// <summary>What the activities did, and when.</summary>
public sealed class ShopLedger
{
    public List<string> Lines { get; } = [];
}
