using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>What clients do to orchestrations, and what they see of them.</summary>
public static class LifecycleStories
{
    [Function(nameof(Quick))]
    public static Task<string> Quick([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult($"quick {context.GetInput<string>()}");

    [Function(nameof(ShowsItsStages))]
    public static async Task<string> ShowsItsStages([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new Stage("packing", 1));
        await context.WaitForExternalEvent<string>("Packed");
        context.SetCustomStatus(new Stage("shipping", 2));
        await context.WaitForExternalEvent<string>("Shipped");
        context.SetCustomStatus(null);
        await context.WaitForExternalEvent<string>("Delivered");
        context.SetCustomStatus("done");
        return "delivered";
    }

    /// <summary>Which version it and its child have, and how versions compare.</summary>
    [Function(nameof(ShowsItsVersion))]
    public static async Task<string> ShowsItsVersion([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var child = await context.CallSubOrchestratorAsync<string>(
            nameof(ShowsOnlyItsVersion),
            options: new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );
        return $"{context.Version} {context.CompareVersionTo("0.9")} child {child}";
    }

    [Function(nameof(ShowsOnlyItsVersion))]
    public static Task<string> ShowsOnlyItsVersion([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult(context.Version);

    /// <summary>Carries a large text through every way there is.</summary>
    [Function(nameof(CarriesALargeText))]
    public static async Task<string> CarriesALargeText([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var text = context.GetInput<string>()!;
        var said = await context.CallActivityAsync<string>(nameof(ActivityStories.Say), text);
        var fromChild = await context.CallSubOrchestratorAsync<string>(
            nameof(ReturnsItsInput),
            said,
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );
        context.SetCustomStatus("waiting");
        var raised = await context.WaitForExternalEvent<string>("Text");
        return said == text && fromChild == text && raised == text ? text : "not the same";
    }

    [Function(nameof(ReturnsItsInput))]
    public static Task<string> ReturnsItsInput([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult(context.GetInput<string>()!);

    private sealed record Stage(string Name, int Number);
}
