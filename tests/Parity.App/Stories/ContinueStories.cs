using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Orchestrations that begin anew.</summary>
public static class ContinueStories
{
    /// <summary>Adds up what comes, in a new generation for each number.</summary>
    [Function(nameof(AddsUp))]
    public static async Task<int> AddsUp([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("Add");
        context.SetCustomStatus(sum);
        if (sum < 15)
            context.ContinueAsNew(sum);
        return sum;
    }

    /// <summary>Begins anew without the events that came meanwhile.</summary>
    [Function(nameof(ForgetsEvents))]
    public static async Task<string> ForgetsEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<bool>())
        {
            context.SetCustomStatus("second");
            return await context.WaitForExternalEvent<string>("Word");
        }

        await context.WaitForExternalEvent<string>("Go");
        context.ContinueAsNew(newInput: true, preserveUnprocessedEvents: false);
        return "";
    }

    [Function(nameof(CountsGenerations))]
    public static Task<int> CountsGenerations([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var generation = context.GetInput<int>();
        if (generation < 20)
            context.ContinueAsNew(generation + 1);
        return Task.FromResult(generation);
    }

    /// <summary>Works in each generation; a timer of an old one means nothing to the next.</summary>
    [Function(nameof(WorksInGenerations))]
    public static async Task<string> WorksInGenerations([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var words = context.GetInput<string>() ?? "";
        _ = context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(500), CancellationToken.None);
        words += await context.CallActivityAsync<int>(nameof(ActivityStories.Double), words.Length);
        if (words.Length < 3)
            context.ContinueAsNew(words);
        else
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1500), CancellationToken.None);
        return words;
    }

    [Function(nameof(MovesToAVersion))]
    public static async Task<string> MovesToAVersion([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<string>() is { } before)
            return $"{before} {context.Version}";
        await context.CallActivityAsync(nameof(ActivityStories.DoNothing));
        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = context.Version, NewVersion = "0.7" });
        return "";
    }
}
