using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Whose exception it is: of the framework, of the app, of a package.</summary>
public enum Trouble
{
    None,
    Http,
    Timeout,
    App,
    Package,
}

/// <summary>What the app itself throws.</summary>
public sealed class CompanyAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Failures">How many attempts fail before one succeeds.</param>
public sealed record Trial(Trouble Trouble, int Failures);

/// <summary>Retries, as orchestrations ask for them.</summary>
public static class RetryStories
{
    private static readonly TaskOptions Policy = TaskOptions.FromRetryPolicy(
        new RetryPolicy(3, TimeSpan.FromSeconds(1), backoffCoefficient: 2)
    );

    [Function(nameof(RetriesByPolicy))]
    public static async Task<string> RetriesByPolicy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var done = await context.CallActivityAsync<string>(nameof(TryIt), AttemptOf(context), Policy);
        return $"{done}, then {await context.CallActivityAsync<int>(nameof(ActivityStories.Double), 21)}";
    }

    [Function(nameof(GoesOnAfterTheLastRetry))]
    public static async Task<string> GoesOnAfterTheLastRetry([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<string>(nameof(TryIt), AttemptOf(context), Policy);
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.TaskId} {Failures.Describe(e.FailureDetails)}, then "
                + $"{await context.CallActivityAsync<int>(nameof(ActivityStories.Double), 21)}";
        }
    }

    [Function(nameof(RetriesUpToTheLongestDelay))]
    public static Task<string> RetriesUpToTheLongestDelay([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            AttemptOf(context),
            TaskOptions.FromRetryPolicy(
                new RetryPolicy(4, TimeSpan.FromSeconds(1), backoffCoefficient: 10, maxRetryInterval: TimeSpan.FromMilliseconds(1500))
            )
        );

    [Function(nameof(RetriesUntilTheTimeIsOver))]
    public static Task<string> RetriesUntilTheTimeIsOver([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            AttemptOf(context),
            TaskOptions.FromRetryPolicy(new RetryPolicy(100, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromMilliseconds(1200)))
        );

    [Function(nameof(RetriesWhatThePolicyNames))]
    public static Task<string> RetriesWhatThePolicyNames([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            AttemptOf(context),
            TaskOptions.FromRetryPolicy(
                new RetryPolicy(3, TimeSpan.FromSeconds(1))
                {
                    HandleFailure = failure => failure.ErrorType == typeof(TimeoutException).FullName,
                }
            )
        );

    [Function(nameof(RetriesByHandler))]
    public static Task<string> RetriesByHandler([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            AttemptOf(context),
            TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3)
        );

    [Function(nameof(RetriesByHandlerThatThrows))]
    public static Task<string> RetriesByHandlerThatThrows([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(
            nameof(TryIt),
            AttemptOf(context),
            TaskOptions.FromRetryHandler((RetryHandler)(_ => throw new InvalidOperationException("The handler itself is in trouble.")))
        );

    [Function(nameof(RetriesAChild))]
    public static Task<string> RetriesAChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(TriesOnce), AttemptOf(context), Policy);

    [Function(nameof(TriesOnce))]
    public static Task<string> TriesOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(nameof(TryIt), context.GetInput<Attempt>());

    private static Attempt AttemptOf(TaskOrchestrationContext context) => new(context.InstanceId, context.GetInput<Trial>()!);
}

/// <param name="Key">What attempts are counted by.</param>
public sealed record Attempt(string Key, Trial Trial);

/// <summary>Fails some times, then succeeds.</summary>
public sealed class TryIt(Attempts attempts)
{
    [Function(nameof(TryIt))]
    public string Run([ActivityTrigger] Attempt attempt)
    {
        var number = attempts.Next(attempt.Key);
        return number > attempt.Trial.Failures ? $"done at attempt {number}" : throw Exception(attempt.Trial.Trouble, $"attempt {number}");
    }

    private static Exception Exception(Trouble trouble, string message) =>
        trouble switch
        {
            Trouble.Http => new HttpRequestException(message, new IOException("The line is dead.")),
            Trouble.Timeout => new TimeoutException(message),
            Trouble.App => new CompanyAwayException(message, new TimeoutException("No answer.")),
            Trouble.Package => new RequestFailedException(503, message, "ServerBusy", new IOException("The storage is busy.")),
            _ => new InvalidOperationException(message),
        };
}
