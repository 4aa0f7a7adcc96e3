using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Sub-orchestrations.</summary>
public static class ChildStories
{
    private static readonly string Unknown = "NoSuch" + "Orchestration";

    [Function(nameof(HasAChild))]
    public static Task<string> HasAChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(Child),
            context.GetInput<int>(),
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );

    [Function(nameof(HasAnUnnamedChild))]
    public static Task<string> HasAnUnnamedChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(Child), context.GetInput<int>());

    /// <summary>A child's failure, as its parent sees it.</summary>
    [Function(nameof(CatchesItsChild))]
    public static async Task<string> CatchesItsChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>(
                nameof(Child),
                -1,
                new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
            );
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.TaskId} {Failures.Describe(e.FailureDetails)}";
        }
    }

    /// <summary>Three generations, the youngest of which fails in an activity.</summary>
    [Function(nameof(GrandParent))]
    public static Task<string> GrandParent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(FailureStories.FailsInAnActivity),
            Trouble.App,
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );

    [Function(nameof(ManyChildren))]
    public static async Task<string> ManyChildren([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var children = Enumerable
            .Range(1, context.GetInput<int>())
            .Select(i =>
                context.CallSubOrchestratorAsync<string>(
                    nameof(Child),
                    i,
                    new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-{i}")
                )
            );
        return string.Join(' ', await Task.WhenAll(children));
    }

    /// <summary>Two children of one id, one after the other.</summary>
    [Function(nameof(ChildOfAnIdUsedBefore))]
    public static async Task<string> ChildOfAnIdUsedBefore([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var options = new SubOrchestrationOptions(instanceId: context.InstanceId + "-child");
        var first = await context.CallSubOrchestratorAsync<string>(nameof(Child), 1, options);
        return $"{first} {await context.CallSubOrchestratorAsync<string>(nameof(Child), 2, options)}";
    }

    /// <summary>Starts a child and returns without waiting for it.</summary>
    [Function(nameof(LeavesItsChild))]
    public static async Task<string> LeavesItsChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        _ = context.CallSubOrchestratorAsync<string>(
            nameof(EventStories.WaitsForGo),
            "left",
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );
        return await context.CallActivityAsync<string>(nameof(ActivityStories.Say), "gone");
    }

    /// <summary>Waits for a child that waits.</summary>
    [Function(nameof(WaitsForItsChild))]
    public static Task<string> WaitsForItsChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(EventStories.WaitsForGo),
            "child",
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );

    [Function(nameof(CallsUnknownChild))]
    public static async Task<string> CallsUnknownChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>(
                Unknown,
                1,
                new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
            );
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.TaskId} {Failures.Describe(e.FailureDetails)}";
        }
    }

    [Function(nameof(Child))]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = context.GetInput<int>();
        if (number < 0)
            throw new CompanyAwayException($"negative, {context.Parent!.Name}", new TimeoutException("Too late."));
        return $"child of {context.Parent!.InstanceId} {await context.CallActivityAsync<int>(nameof(ActivityStories.Double), number)}";
    }
}
