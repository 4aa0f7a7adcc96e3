using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>What fails, and how it tells.</summary>
public static class FailureStories
{
    [Function(nameof(CatchesAnActivity))]
    public static async Task<string> CatchesAnActivity([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<string>(
                nameof(TryIt),
                new Attempt(context.InstanceId, new Trial(context.GetInput<Trouble>(), Failures: 1))
            );
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.TaskId} {Failures.Describe(e.FailureDetails)}";
        }
    }

    [Function(nameof(FailsInAnActivity))]
    public static Task<string> FailsInAnActivity([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            new Attempt(context.InstanceId, new Trial(context.GetInput<Trouble>(), Failures: 1))
        );

    [Function(nameof(Throws))]
    public static async Task<string> Throws([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("about to throw");
        await context.CallActivityAsync<int>(nameof(ActivityStories.Double), 1);
        throw new CompanyAwayException(
            "thrown by an orchestration",
            new TimeoutException("No answer.", new IOException("The line is dead."))
        );
    }

    [Function(nameof(ThrowsAtOnce))]
    public static Task<string> ThrowsAtOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException($"thrown at once: {context.GetInput<string>()}");

    /// <summary>One of several activities fails; the others' results are lost with it.</summary>
    [Function(nameof(OneOfThreeFails))]
    public static async Task<string> OneOfThreeFails([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var fine = context.CallActivityAsync<int>(nameof(ActivityStories.Double), 1);
        var fails = context.CallActivityAsync<string>(
            nameof(TryIt),
            new Attempt(context.InstanceId, new Trial(Trouble.Timeout, Failures: 1))
        );
        var fineToo = context.CallActivityAsync<int>(nameof(ActivityStories.Double), 3);
        try
        {
            await Task.WhenAll(fine, fails, fineToo);
            return "nothing failed";
        }
        catch (TaskFailedException e)
        {
            return $"{e.FailureDetails.ErrorType} {await fine} {await fineToo}";
        }
    }
}
