namespace Microsoft.DurableTask;

/// <summary>Decides after each failed attempt whether to try again; runs as orchestrator code.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>Decides after each failed attempt whether to try again; runs as orchestrator code.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>What a retry handler knows.</summary>
/// <param name="LastAttemptNumber">1 after the first attempt.</param>
/// <param name="TotalRetryTime">Since the first attempt began, by the orchestration's clock.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

/// <summary>Retries by a policy or by a handler.</summary>
public sealed class TaskRetryOptions
{
    public TaskRetryOptions(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policy = policy;
    }

    public TaskRetryOptions(AsyncRetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
    }

    public RetryPolicy? Policy { get; }

    public AsyncRetryHandler? Handler { get; }

    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => FromRetryHandler(handler);

    public static implicit operator TaskRetryOptions(RetryHandler handler) => FromRetryHandler(handler);

    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    public static TaskRetryOptions FromRetryHandler(RetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new TaskRetryOptions((AsyncRetryHandler)(context => Task.FromResult(handler(context))));
    }
}

/// <summary>Attempts with growing pauses, on durable timers.</summary>
public class RetryPolicy
{
    private readonly Func<TaskFailureDetails, bool>? _handleFailure;

    /// <param name="maxNumberOfAttempts">With the first one; at least 1.</param>
    /// <param name="firstRetryInterval">The pause after the first failed attempt; greater than zero.</param>
    /// <param name="backoffCoefficient">By what each pause is longer than the one before; at least 1.</param>
    /// <param name="maxRetryInterval">The longest pause; one hour if null.</param>
    /// <param name="retryTimeout">No attempt begins after so much time; null for no such limit.</param>
    public RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1);
        if (maxRetryInterval < firstRetryInterval)
            throw new ArgumentOutOfRangeException(nameof(maxRetryInterval), maxRetryInterval, "The longest pause is shorter than the first one.");
        if (retryTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan && timeout < firstRetryInterval)
            throw new ArgumentOutOfRangeException(nameof(retryTimeout), retryTimeout, "The time for all attempts is shorter than the first pause.");

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    public Func<Exception, bool> Handle => exception => ShouldRetry(TaskFailureDetails.FromException(exception));

    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Which failures are worth another attempt; without it, all.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => _handleFailure = value;
    }

    internal bool ShouldRetry(TaskFailureDetails failure) => _handleFailure?.Invoke(failure) ?? true;
}
